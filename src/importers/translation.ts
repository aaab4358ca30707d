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

/** Ten-thousandths that sum to 10000, by largest remainder in the order that is given. */
export function toWeights(shares: readonly number[]): number[] {
  const sum = shares.reduce((all, one) => all + one, 0);
  const exact = shares.map((share) => (share / (sum || 1)) * 10000);
  const whole = exact.map(Math.floor);
  const rest = 10000 - whole.reduce((all, one) => all + one, 0);
  const order = exact.map((value, at) => [value - Math.floor(value), at] as const).sort(([a], [b]) => b - a);
  for (const [, at] of order.slice(0, rest)) whole[at] = (whole[at] ?? 0) + 1;
  return whole;
}

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
