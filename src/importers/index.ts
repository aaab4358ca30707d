/**
 * Turns experiments of other systems into experiment files. Pure: text in, files and a report out; nothing of it is
 * run.
 */

import type { Imported, WavesInput } from './mojito/index.js';
import type { TranslatedFile } from './translation.js';

export type {
  Imported,
  ImportedExperiment,
  KeptScript,
  Remark,
  Translated,
  WaveReport,
  WavesInput,
} from './mojito/index.js';

export type { TranslatedFile, Translation } from './translation.js';

/** Turns what GrowthBook's SDK endpoint answers into experiment files. Throws for no input. */
export async function importGrowthBook(payload: unknown): Promise<TranslatedFile> {
  return (await import('./growthbook/index.js')).importGrowthBook(payload);
}

/** Turns a module of ExperimentSpecs, its types taken out, into experiment files. It is read, and not run. */
export async function importContractSpec(code: unknown): Promise<TranslatedFile> {
  return (await import('./contractspec/index.js')).importContractSpec(code);
}

/** Turns a file of VariantLab into experiment files. Throws for no input. */
export async function importVariantLab(config: unknown): Promise<TranslatedFile> {
  return (await import('./variantlab/index.js')).importVariantLab(config);
}

/** Turns Mojito waves into experiment files. It never throws. Its parser is loaded at the first call. */
export async function importMojito(waves: WavesInput): Promise<Imported> {
  return (await import('./mojito/index.js')).importMojito(waves);
}
