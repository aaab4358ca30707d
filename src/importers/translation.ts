/** What becomes of an experiment of another system. */

import type { ImportedExperiment, Translated } from './mojito/report.js';

/** One experiment in the report. */
export interface Translation {
  /** As it is called there. */
  readonly name: string;
  /** Null where it was left out. */
  readonly id: string | null;
  readonly carried: readonly string[];
  readonly translated: readonly Translated[];
  /** What needs a person; where it was left out, why. */
  readonly needs: readonly string[];
}

/** What came of a file. */
export interface TranslatedFile {
  readonly experiments: readonly ImportedExperiment[];
  readonly report: readonly Translation[];
}

/** Gathers what is said while one experiment is translated. */
export interface TranslationNotes {
  readonly carried: string[];
  readonly translated: Translated[];
  readonly needs: string[];
}

/** What cannot be said in an experiment. */
export class Untranslatable extends Error {}

export interface Loose {
  readonly [name: string]: unknown;
}

export const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const looseList = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isLoose) : []);

/** @returns the experiment and what was said, or why it was left out */
export function attemptTranslation(
  name: string,
  translate: (notes: TranslationNotes) => ImportedExperiment,
): readonly [ImportedExperiment | undefined, Translation] {
  const notes: TranslationNotes = { carried: [], translated: [], needs: [] };
  try {
    const made = translate(notes);
    return [made, { name, id: made.id, ...notes }];
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return [undefined, { name, id: null, ...notes, needs: [...notes.needs, error.message] }];
  }
}
