/** Reads `tag:` of fx.config.yaml: what the pages of a site use of the tag. */

import { DECLARABLE, type Declared } from './features.js';
import { nearest } from './nearest.js';

/** What a configuration declares. */
export interface Declaration {
  /** The words that decide what is in a container. */
  readonly words: ReadonlySet<Declared>;
  /** The attributes of the script element that have a value in the configuration, by their names without `data-`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A word that is not known, and the nearest that is; '' where `tag:` is neither a list nor a map. */
export interface Undeclarable {
  readonly wrong: string;
  readonly nearest: string | undefined;
}

/** Attributes that every container serves: they may be declared so that snippets have them. */
const SERVED = ['name', 'delivery', 'debug', 'cookie-domain', 'key', 'studio'];

/**
 * What is declared: `[collect, consent]`, or by name with values, as in `{collect: /events, consent: required}`.
 *
 * @param given as the configuration has it, every value a text; undefined where it has no `tag:`
 * @returns null where nothing is declared, so that pages may use everything
 */
export function readDeclared(given: unknown): Declaration | Undeclarable | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'object') return { wrong: '', nearest: undefined };
  const entries = Array.isArray(given)
    ? given.map((name): [unknown, unknown] => [name, 'true'])
    : Object.entries(given);
  for (const [name] of entries)
    if (!isWord(name)) return { wrong: String(name), nearest: nearest(String(name), known()) };
  const used = entries.filter(([, value]) => !/^(false|off|no|)$/.test(String(value))) as [string, unknown][];
  const valued = (entries as [string, unknown][]).filter(
    ([name, value]) =>
      value !== 'true' && (used.some(([one]) => one === name) || (name === 'preview' && value === 'off')),
  );
  return {
    words: new Set(used.map(([name]) => name).filter((name): name is Declared => Object.hasOwn(DECLARABLE, name))),
    attributes: Object.fromEntries(valued.map(([name, value]) => [name, String(value)])),
  };
}

const known = (): string[] => [...Object.keys(DECLARABLE), ...SERVED];
const isWord = (name: unknown): boolean => known().includes(String(name));
