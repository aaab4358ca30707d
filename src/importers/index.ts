/** Turns experiments of other systems into experiment files. Pure: text in, files and a report out; nothing of it is run. */

import type { Imported, WavesInput } from './mojito/index.js';

export type {
  Imported,
  ImportedExperiment,
  KeptScript,
  Remark,
  Translated,
  WaveReport,
  WavesInput,
} from './mojito/index.js';

/** Turns Mojito waves into experiment files. It never throws. Its parser is loaded at the first call. */
export async function importMojito(waves: WavesInput): Promise<Imported> {
  return (await import('./mojito/index.js')).importMojito(waves);
}
