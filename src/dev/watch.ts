/** Tells when files change, several changes at once told once. */

import { watch } from 'chokidar';

/** A running watch. */
export interface Watching {
  close(): Promise<void>;
}

/** Longer than the 50 ms in which chokidar drops a second change of a file: what it dropped is read all the same. */
const SETTLE_MS = 80;

/**
 * Watches files and folders, also those that are not there yet.
 *
 * @param isIgnored for what lies in the folders and is nobody's business
 * @param onProblem hears in a sentence what cannot be watched
 * @param onChange hears the paths that were added, changed or removed, a moment after the last of them
 * @returns once changes are seen
 */
export async function watchFiles(
  paths: readonly string[],
  isIgnored: (path: string) => boolean,
  onProblem: (problem: string) => void,
  onChange: (changed: readonly string[]) => void,
): Promise<Watching> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch([...paths], { ignoreInitial: true, ignored: isIgnored });
  watcher.on('all', (_event, path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      onChange([...changed]);
      changed.clear();
    }, SETTLE_MS);
  });
  // One folder that may not be read, or one too many for the system, leaves the rest watched.
  watcher.on('error', (error) => onProblem(`Some changes will not be seen: ${String(error)}`));
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return {
    close() {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}
