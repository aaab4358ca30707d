/** Reads and writes files for every room that has any, and says in one sentence why it cannot. */

export { DAYS_FOLDER, EARLIER_FILE, EVENTS_FILE, findEvents, ignoreInGit, OWN_FOLDER } from './events.js';
export { type LoadedFile, loadExperiments, type OnLeftOut } from './experiments.js';
export { gatherFiles, isEventPath } from './gather.js';
export { type Oddity, readChunks } from './lines.js';
export { createLockWatch, holdLock, type Lock, Locked, type LockWatch, watchLock } from './lock.js';
export { isNotInstalled, loadOptional } from './optional.js';
export { findOverlooked, type Overlooked, overlookedFile } from './overlooked.js';
export { cannotRead, exists, listNames, readBytes, readText } from './read.js';
export { codeOf, isAddress, Refusal, shown, withoutSecrets } from './refusal.js';
export { sizeText } from './size.js';
export { fileStem } from './stem.js';
export { openTemporary, type TemporaryFolder } from './temporary.js';
export {
  appendLine,
  cannotWrite,
  makeDirectory,
  overwrite,
  remove,
  removeUnfinished,
  syncDirectory,
  writeAtomic,
  writeNew,
  writeOver,
} from './write.js';
