/** Holds what the tests of the server share: experiments, requests, and a collector that notes what it gets. */

import type { Experiment, FxEvent, Manifest } from '../../../src/core/index.js';
import { type AnyRequest, createServer, type ServerOptions } from '../../../src/sdk/server/index.js';

export const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** An experiment that gives everyone `treatment`. */
export const experiment = (id: string, rest: Partial<Experiment> = {}): Experiment => ({
  id,
  name: `Experiment ${id}`,
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, payload: { price: 9 } },
  ],
  ...rest,
});

export const manifestOf = (...experiments: readonly Experiment[]): Manifest => ({
  version: 1,
  revision: 'r1',
  enabled: true,
  experiments,
});

/** A server of these experiments. */
export const serverOf = (...experiments: readonly Experiment[]) =>
  createServer({ manifest: manifestOf(...experiments), cookieDomain: 'shop.example' });

/** A request of a browser for a page. */
export const requestOf = (headers: Record<string, string> = {}, url = '/shoes?size=9'): Request =>
  new Request(new URL(url, 'https://shop.example'), {
    headers: { 'user-agent': CHROME, 'accept-language': 'en-NZ,en;q=0.9', ...headers },
  });

/** The same as `node:http` has it. */
export const incomingOf = (headers: Record<string, string> = {}, url = '/shoes?size=9'): AnyRequest => ({
  url,
  headers: { host: 'shop.example', 'x-forwarded-proto': 'https', 'user-agent': CHROME, ...headers },
});

/** Name and value of every cookie that is set. */
export const cookiesIn = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(lines.map((line) => (line.split(';')[0] ?? '').split('=') as [string, string]));

/** The request that a browser makes next, with the cookies that it was given. */
export const nextOf = (lines: readonly string[], headers: Record<string, string> = {}, url?: string): Request =>
  requestOf({ cookie: lines.map((line) => line.split(';')[0]).join('; '), ...headers }, url);

export interface Collected {
  readonly events: FxEvent[];
  readonly batches: { readonly dropped: number; readonly events: FxEvent[] }[];
  readonly options: Pick<ServerOptions, 'collect' | 'fetch'>;
  /** What the next requests are answered; an error for a network that is away. */
  answer: (count: number) => number;
}

/** A collector in memory. */
export const createCollected = (): Collected => {
  const collected: Collected = {
    events: [],
    batches: [],
    answer: () => 204,
    options: {
      collect: 'https://shop.example/events',
      fetch: async (_url, init) => {
        const batch = JSON.parse(`${init?.body}`) as Collected['batches'][number];
        const status = collected.answer(batch.events.length);
        if (!status) throw new TypeError('fetch failed');
        if (status === 204) {
          collected.batches.push(batch);
          collected.events.push(...batch.events);
        }
        return new Response(null, { status });
      },
    },
  };
  return collected;
};
