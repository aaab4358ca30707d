/**
 * Turns experiments of other systems into experiment files. Pure: text in, files and a report out; nothing of it is
 * run.
 */

import type { SpecSource } from './contractspec/index.js';
import type { Imported, WavesInput } from './mojito/index.js';
import type { ImportedFile, Locator } from './places.js';
import type { TranslatedFile } from './translation.js';

export type { SpecSource } from './contractspec/index.js';
export type {
  Imported,
  ImportedExperiment,
  KeptScript,
  Remark,
  Translated,
  WaveReport,
  WavesInput,
} from './mojito/index.js';
export type { ImportedFile } from './places.js';
export type { TranslatedFile, Translation } from './translation.js';

/**
 * Turns what GrowthBook's SDK endpoint answers into experiment files. Throws for no input.
 *
 * @param source the file that it was parsed of: what needs a person then says on which line
 */
export async function importGrowthBook(payload: unknown, source?: ImportedFile): Promise<TranslatedFile> {
  return (await import('./growthbook/index.js')).importGrowthBook(payload, await whereIn(source, payload));
}

/** Turns a module of ExperimentSpecs, its types taken out, into experiment files. It is read, and not run. */
export async function importContractSpec(code: unknown, source?: SpecSource): Promise<TranslatedFile> {
  return (await import('./contractspec/index.js')).importContractSpec(code, source);
}

/** Turns a file of VariantLab into experiment files. Throws for no input. `source` as for GrowthBook. */
export async function importVariantLab(config: unknown, source?: ImportedFile): Promise<TranslatedFile> {
  return (await import('./variantlab/index.js')).importVariantLab(config, await whereIn(source, config));
}

const whereIn = async (source: ImportedFile | undefined, value: unknown): Promise<Locator | undefined> =>
  source && (await import('./places.js')).linesOfJson(source, value);

/** Turns Mojito waves into experiment files. It never throws. Its parser is loaded at the first call. */
export async function importMojito(waves: WavesInput): Promise<Imported> {
  return (await import('./mojito/index.js')).importMojito(waves);
}
