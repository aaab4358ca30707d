/** Gathers the facts that rules read, as far as a request tells them: the same that the tag finds on the page. */

import {
  type Context,
  continueVisit,
  type Device,
  deviceTypeOf,
  pageFacts,
  parseVisit,
  VISIT_COOKIE,
  visitFacts,
  visitorFacts,
} from '../../core/index.js';
import { askHost } from './ask.js';
import { cookiesOf, type ReadRequest } from './request.js';

/** The facts of one request. */
export interface RequestFacts {
  /** The facts of the host, with those of a request among `names`. What only a page knows throws. */
  _context(names: readonly string[]): Context;
  /** Every fact, without those that only a page knows. */
  _plain(): Context & { readonly device: { readonly type?: Device; readonly language?: string } };
}

/** Makes the facts of requests, and hears when a rule asks for one that only a page knows. */
export interface FactReader {
  /** @param made when the visitor's id was made, milliseconds since the epoch */
  _read(asked: ReadRequest, host: Context, made: number, now: number): RequestFacts;
  /** Whether a fact was missed since this was last asked. */
  _takeMissed(): boolean;
}

/** iPads and Macs ask for a page with the same words; only the page can count fingers. */
const MAC_OR_IPAD = /Macin(?!.*(Chrome|Firefox)\/)/;

/** What only a page may know. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  page: ['hash', 'title'],
  device: ['type', 'width', 'language'],
};

/** One for all requests of a server: getters that each request makes for itself cost more than its decisions. */
export function createFactReader(): FactReader {
  let isMissed = false;
  const missing = {
    // A rule that throws is false, below `not`, too.
    get(): never {
      isMissed = true;
      throw new Error('only the page knows');
    },
  };
  return {
    _read(asked, given, made, now) {
      const host = askHost(() => ({ ...given }));
      const known: { [kind: string]: object } = {};
      return {
        _context(names) {
          const context: { [name: string]: unknown } = { ...host };
          for (const [kind, make] of KINDS)
            if (names.includes(kind)) {
              context[kind] = known[kind] ??= make(asked, made, now);
              for (const name of OPEN[kind] ?? [])
                if (!(name in known[kind])) Object.defineProperty(known[kind], name, missing);
            }
          return context;
        },
        _plain: () => ({
          ...host,
          ...(Object.fromEntries(KINDS.map(([kind, make]) => [kind, make(asked, made, now)])) as { device: object }),
        }),
      };
    },
    _takeMissed() {
      const was = isMissed;
      isMissed = false;
      return was;
    },
  };
}

/** What a request has in it, beside the facts of the host. */
const KINDS: readonly (readonly [kind: string, make: (asked: ReadRequest, made: number, now: number) => object])[] = [
  ['page', ({ _url: url, _header: header }) => pageFacts(url, header('referer'))],
  ['device', deviceOf],
  [
    'visit',
    (asked, _made, now) =>
      visitFacts(
        continueVisit(parseVisit(cookiesOf(asked, VISIT_COOKIE)[0]), asked._url, asked._header('referer'), now),
      ),
  ],
  ['visitor', (_asked, made, now) => visitorFacts(made, now)],
];

function deviceOf({ _header: header }: ReadRequest): object {
  const userAgent = header('user-agent');
  const [language] = /^[\w-]+/.exec(header('accept-language')) ?? [];
  return {
    ...(!MAC_OR_IPAD.test(userAgent) && { type: deviceTypeOf(userAgent, 0) }),
    ...(language && { language }),
  };
}
