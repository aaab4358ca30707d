/** Gathers the facts that rules read, as far as a request tells them: the same that the tag finds on the page. */

import { type Context, requestFacts } from '../../core/index.js';
import { askHost } from './ask.js';
import type { ReadRequest } from './request.js';

/** The facts of one request. */
export interface RequestFacts {
  /** The facts of the host, with those of a request among `names`. What only a page knows throws. */
  _context(names: readonly string[]): Context;
  /** Every fact, without those that only a page knows. */
  _plain(): Context;
}

/** Makes the facts of requests, and hears when a rule asks for one that only a page knows. */
export interface FactReader {
  /** @param made when the visitor's id was made, milliseconds since the epoch */
  _read(asked: ReadRequest, host: Context | undefined, made: number, now: number): RequestFacts;
  /** Whether a fact was missed since this was last set to false. */
  _isMissed: boolean;
}

/** What a request has in it, beside the facts of the host, and what of it only a page may know. */
const KINDS: readonly (readonly [kind: Parameters<typeof requestFacts>[0], ...open: string[]])[] = [
  ['page', 'hash', 'title'],
  ['device', 'type', 'width', 'language'],
  ['visit'],
  ['visitor'],
];

/** One for all requests of a server: getters that each request makes for itself cost more than its decisions. */
export function createFactReader(): FactReader {
  const missing = {
    // A rule that throws is false, below `not`, too.
    get(): never {
      reader._isMissed = true;
      throw new Error('only the page knows');
    },
  };
  const reader: FactReader = {
    _isMissed: false,
    _read({ _header: header, _url: url }, given, made, now) {
      const host = askHost(() => ({ ...given }));
      const known: { [kind: string]: object } = {};
      const factsOf = (kind: (typeof KINDS)[number][0]): object => requestFacts(kind, url, header, made, now);
      return {
        _context(names) {
          const context: { [name: string]: unknown } = { ...host };
          for (const [kind, ...open] of KINDS)
            if (names.includes(kind)) {
              const facts = known[kind] ?? factsOf(kind);
              known[kind] = facts;
              for (const name of open) if (!(name in facts)) Object.defineProperty(facts, name, missing);
              context[kind] = facts;
            }
          return context;
        },
        _plain: () => ({ ...host, ...Object.fromEntries(KINDS.map(([kind]) => [kind, factsOf(kind)])) }),
      };
    },
  };
  return reader;
}
