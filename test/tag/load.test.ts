/**
 * Checks where the manifest comes from: at hand, stored, or fetched; what is asked again, and what a page does without
 * one.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Manifest } from '../../src/core/index.js';
import type { Client } from '../../src/tag/api.js';
import { type Boot, load } from '../../src/tag/load.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

const FROM = '/fx/manifest.json';
const URL_OF = `https://shop.example.co.nz${FROM}`;

let stage: Stage;
let warnings: string[];
let asked: string[];
/** What the network answers; undefined: nothing, ever. */
let answer: (() => Promise<Response>) | undefined;
let clients: Client[];
/** Tells that the page is painted. */
let paint: () => void;

beforeEach(() => {
  stage = createStage();
  warnings = [];
  asked = [];
  clients = [];
  answer = async () => reply(manifestOf(experiment('a')));
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  paint = () => undefined;
  class Observer {
    readonly #run: () => void;
    constructor(run: () => void) {
      this.#run = run;
    }
    observe({ type }: PerformanceObserverInit): void {
      if (type === 'paint') paint = this.#run;
    }
    disconnect(): void {
      paint = () => undefined;
    }
  }
  vi.stubGlobal('PerformanceObserver', Observer);
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return answer ? answer() : new Promise(() => undefined);
  });
});

afterEach(() => {
  for (const client of clients) client.dispose();
  stage.leave();
});

const reply = (manifest: Manifest | string, ok = true): Response =>
  ({ ok, text: async () => (typeof manifest === 'string' ? manifest : JSON.stringify(manifest)) }) as Response;

const begin = (options: Options = {}, boot: Boot = {}): Client => {
  const client = load(options, boot);
  clients.push(client);
  return client;
};

/** The next page of the site, which finds what is stored. */
const turnPage = (): void => {
  for (const client of clients.splice(0)) client.dispose();
};

test('a manifest at hand is decided at once, and nobody is asked', () => {
  const client = begin({}, { _manifest: manifestOf(experiment('a')) });
  expect([client.variant('a'), asked]).toEqual(['treatment', []]);
});

test('a manifest that is fetched is decided when it is there, and stored for the next page', async () => {
  const client = begin({ manifestUrl: FROM });
  expect(client.variant('a')).toBeUndefined();
  await client.ready;
  await stage.wait(2000);
  expect([client.variant('a'), asked]).toEqual(['treatment', [URL_OF]]);
  turnPage();
  answer = undefined;
  expect(begin({ manifestUrl: FROM }).variant('a')).toBe('treatment');
});

test('a stored manifest is refreshed after the first paint, and a newer one stops what it no longer runs', async () => {
  await begin({ manifestUrl: FROM }).ready;
  await stage.wait(2000);
  turnPage();
  answer = async () => reply({ ...manifestOf(), revision: 'r2' });
  const client = begin({ manifestUrl: FROM });
  expect([client.variant('a'), asked.length]).toEqual(['treatment', 1]);
  paint();
  await stage.wait(100);
  expect([client.variant('a'), asked.length]).toEqual([undefined, 2]);
});

test.each([
  ['older than data-max-age', { maxAge: 60 }, 61_000],
  ['of another address', { manifestUrl: '/other.json' }, 0],
])('a stored manifest is not used that is %s', async (_, options, later) => {
  await begin({ manifestUrl: FROM }).ready;
  await stage.wait(2000);
  turnPage();
  answer = undefined;
  vi.setSystemTime(Date.now() + later);
  expect(begin({ manifestUrl: FROM, ...options }).variant('a')).toBeUndefined();
});

test('nothing is read or stored before consent, and the page goes on without', async () => {
  const client = begin({ manifestUrl: FROM, consent: 'required' });
  await client.ready;
  await stage.wait(2000);
  expect([...stage.storage.keys()]).toEqual([]);
});

test.each<[string, () => Promise<Response>, string]>([
  ['the network is down', () => Promise.reject(new TypeError('failed')), `no manifest at ${URL_OF}`],
  ['it is not there', async () => reply('', false), `no manifest at ${URL_OF}`],
  ['it is broken', async () => reply('{"version": 1'), `no manifest at ${URL_OF}`],
])('without experiments the page goes on and says why: %s', async (_, answered, why) => {
  answer = answered;
  const client = begin({ manifestUrl: FROM });
  await client.ready;
  await stage.wait(10_000);
  expect(client.experiments).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining(`no experiments on this page: ${why}`)]);
});

test('a manifest that is too late changes nothing here, and is there for the next page', async () => {
  let arrive: (response: Response) => void = () => undefined;
  answer = () => new Promise((resolve) => (arrive = resolve));
  const client = begin({ manifestUrl: FROM, timeout: 200 });
  await stage.wait(250);
  await client.ready;
  expect(warnings).toEqual([expect.stringContaining('too slow:')]);
  arrive(reply(manifestOf(experiment('a'))));
  await stage.wait(2000);
  expect(client.variant('a')).toBeUndefined();
  turnPage();
  expect(begin({ manifestUrl: FROM }).variant('a')).toBe('treatment');
});

test('a page waits a second and a half for its manifest, unless it says otherwise', async () => {
  answer = undefined;
  begin({ manifestUrl: FROM });
  await stage.wait(1400);
  expect(warnings).toEqual([]);
  await stage.wait(200);
  expect(warnings).toEqual([expect.stringContaining('too slow:')]);
});

test('a page without any manifest says so', async () => {
  const client = begin();
  await client.ready;
  expect([client.experiments, warnings.length]).toEqual([[], 1]);
});

test('a page that was open for longer than data-max-age asks again when it is looked at, and not before', async () => {
  const client = begin({ manifestUrl: FROM, maxAge: 60 });
  await client.ready;
  await stage.wait(30_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked).toHaveLength(1);
  await stage.wait(31_000);
  stage.hide();
  expect(asked).toHaveLength(1);
  stage.isHidden = false;
  answer = async () => reply({ ...manifestOf(experiment('a')), enabled: false, revision: 'r2' });
  document.dispatchEvent(new Event('visibilitychange'));
  await stage.wait(100);
  expect([asked.length, client.variant('a')]).toEqual([2, undefined]);
});

test('commands that were queued run before the first decision', () => {
  const client = begin(
    {},
    {
      _manifest: manifestOf(experiment('a', { audience: { rule: { '===': [{ var: 'user.plan' }, 'pro'] } } })),
      _onClient: () => [['setContext', { user: { plan: 'pro' } }]],
    },
  );
  expect(client.variant('a')).toBe('treatment');
});

test('code of a manifest runs where it lies beside the page or the tag, and elsewhere with data-js alone', async () => {
  const coded = manifestOf(experiment('a', {}, { js: 'document.title = "changed"' }));
  const title = async (options: Options, boot: Boot = {}): Promise<string> => {
    document.title = 'as it was';
    answer = async () => reply(coded);
    stage.storage.clear();
    stage.jar.cookies = [];
    const client = begin(options, boot);
    await client.ready;
    await stage.wait(100);
    turnPage();
    return document.title;
  };
  const foreign = 'https://cdn.example.com/manifest.json';
  const boot = { _tagUrl: 'https://cdn.example.com/fx.js' };
  const ran = async (options: Options, more?: Boot): Promise<boolean> => (await title(options, more)) === 'changed';
  expect(await ran({ manifestUrl: FROM })).toBe(true);
  expect(await ran({ manifestUrl: foreign })).toBe(false);
  expect(await ran({ manifestUrl: foreign, js: 'true' })).toBe(true);
  expect(await ran({ manifestUrl: foreign }, boot)).toBe(true);
});

test('an address that is none is a page without a manifest', async () => {
  const client = begin({ manifestUrl: 'https://' });
  await client.ready;
  expect([client.experiments, asked]).toEqual([[], []]);
});
