/** Turns the experiments of another system into files, and tells what became of each. */

import { toId } from './mojito/name.js';
import type { ImportedExperiment, Translated } from './mojito/report.js';
import { write } from './mojito/write.js';
import type { Locator, Spot } from './places.js';

/** One experiment in the report. */
export interface Translation {
  /** As it is called there. */
  readonly name: string;
  /** Null where it was left out. */
  readonly id: string | null;
  readonly carried: readonly string[];
  readonly translated: readonly Translated[];
  /** What needs a person; where it was left out, why. Each begins with its file and line, where they are known. */
  readonly needs: readonly string[];
}

/** What came of a file. */
export interface TranslatedFile {
  readonly experiments: readonly ImportedExperiment[];
  readonly report: readonly Translation[];
  /**
   * What else the file holds that could have been experiments and are none, such as features; absent where nothing can.
   */
  readonly aside?: number;
}

/** Gathers what is said while one experiment is translated. */
export interface TranslationNotes {
  readonly carried: string[];
  readonly translated: Translated[];
  readonly needs: Need[];
}

/** What needs a person, about the whole experiment or about one place in it. */
export type Need = string | readonly [message: string, ...place: Spot];

/** What cannot be said in an experiment. */
export class Untranslatable extends Error {
  /** @param place where it stands. Default: the whole experiment */
  constructor(
    message: string,
    public place?: Spot,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What `say` returns; what it cannot say is told of a place, unless it told of a closer one itself. */
export function sayOf<T>(place: Spot, say: () => T): T {
  try {
    return say();
  } catch (error) {
    if (error instanceof Untranslatable) error.place ??= place;
    throw error;
  }
}

export interface Loose {
  readonly [name: string]: unknown;
}

export const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const looseList = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isLoose) : []);

/** A name or an id, as JSON has them. */
export const isName = (value: unknown): boolean => /^(string|number)$/.test(typeof value) && value !== '';

/** A text with something in it. */
export const isFilledText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The entry of a table, none where only every object has a field of that name, such as `constructor`. */
export const ownEntry = <Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** One experiment of another system, before it is translated. */
export interface Original {
  /** As the report calls it. */
  readonly name: string;
  /** What its id is made of. Default: the name. */
  readonly key?: string;
  /** What the first line of its file calls it. Default: the name. */
  readonly origin?: string;
  /** The object of its file that it is made of. */
  readonly from: unknown;
  /** The experiment, as it stands in its file. Throws `Untranslatable` where it is to be left out. */
  readonly translate: (id: string, notes: TranslationNotes) => object;
}

/**
 * The files of all that can be said in experiments, and what was said of each.
 *
 * @param system where they come from, such as `GrowthBook`
 * @param where says on which line of its file something stands
 */
export function translateAll(
  system: string,
  originals: readonly Original[],
  where: Locator = () => '',
): TranslatedFile {
  const taken = new Set<string>();
  const experiments: ImportedExperiment[] = [];
  const report = originals.map(({ name, key = name, origin = name, from, translate }): Translation => {
    const notes: TranslationNotes = { carried: [], translated: [], needs: [] };
    const told = (need: Need): string => {
      const [message, ...place] = typeof need === 'string' ? ([need, from] as const) : need;
      return where(place) + message;
    };
    const id = toId(key, taken);
    try {
      experiments.push({ id, text: write(translate(id, notes), `From ${system}: ${origin}`) });
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      const why: Need = [error.message, ...(error.place ?? ([from] as const))];
      return { name, id: null, ...notes, needs: [...notes.needs, why].map(told) };
    }
    taken.add(id);
    return { name, id, ...notes, needs: notes.needs.map(told) };
  });
  return { experiments, report };
}
