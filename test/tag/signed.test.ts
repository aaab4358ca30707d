/** A page that names keys uses only manifests that one of them has signed, and none that is older than one it has seen. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { type Boot, load } from '../../src/tag/load.js';
import type { Options } from '../../src/tag/options.js';
import { ATTACKS, current, NOW, ofCurrent, ofOlder, older, signed, signerOf, site, textOf } from '../sdk/attacks.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

const HOME = 'https://shop.example.co.nz';
const FROM = `${HOME}/fx/manifest.json`;
const TOKEN = '0123456789abcdef';
const DRAFT = `${HOME}/fx/preview.${TOKEN}.json`;

let stage: Stage;
let warnings: string[];
let asked: string[];
let clients: Client[];
/** What lies under an address. */
let files: Record<string, string | undefined>;

const open = (url?: string): void => {
  stage = createStage(url);
  // Scripts are not loaded in a test: the badge of a preview says nothing about that.
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  [warnings, asked, clients, files] = [[], [], [], {}];
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  vi.stubGlobal('fetch', async (url: string, { cache = 'default' }: RequestInit = {}) => {
    asked.push(cache === 'default' ? url : `${url} ${cache}`);
    const file = files[url];
    return { ok: file !== undefined, text: async () => file ?? '' };
  });
};

beforeEach(() => open());

afterEach(() => {
  for (const client of clients) client.dispose();
  stage.leave();
});

const begin = async (options: Options = {}, boot: Boot = {}): Promise<Client> => {
  const client = load({ manifestUrl: FROM, key: site.key, ...options }, boot);
  clients.push(client);
  await client.ready;
  await stage.wait(2000);
  return client;
};

const turnPage = (): void => {
  for (const client of clients.splice(0)) client.dispose();
};

const publish = (manifest: string, signature?: string, url = FROM): void => {
  files[url] = manifest;
  files[`${url}.sig`] = signature;
};

test('a manifest that the key has signed is used, and its signature is asked for beside it', async () => {
  publish(current, ofCurrent);
  expect((await begin()).variant('now')).toBe('treatment');
  expect([asked, warnings]).toEqual([[FROM, `${FROM}.sig`], []]);
});

test('a query of the address stays behind the name of both files', async () => {
  files[`${FROM}?v=1`] = current;
  files[`${FROM}.sig?v=1`] = ofCurrent;
  expect((await begin({ manifestUrl: `${FROM}?v=1` })).variant('now')).toBe('treatment');
});

test('without a key no signature is asked for', async () => {
  publish(current);
  const client = load({ manifestUrl: FROM }, {});
  clients.push(client);
  await client.ready;
  expect([client.variant('now'), asked]).toEqual(['treatment', [FROM]]);
});

const TEXTS = Object.entries(ATTACKS).filter(([, [manifest]]) => typeof manifest === 'string');

describe.each(TEXTS)('%s', (_, [manifest, signature]) => {
  test('is as no manifest, with one warning', async () => {
    publish(`${manifest}`, signature);
    const client = await begin();
    expect(client.experiments).toEqual([]);
    expect([client.variant('now'), client.variant('before')]).toEqual([undefined, undefined]);
    expect(warnings).toHaveLength(1);
    expect([...stage.storage.keys()].filter((key) => key.includes('_fx_m'))).toEqual([]);
  });

  test('stops nothing on a page that has its manifest at hand', async () => {
    publish(`${manifest}`, signature);
    const client = await begin({}, { _manifest: manifestOf(experiment('kept')) });
    expect(client.variant('kept')).toBe('treatment');
  });

  test('is no draft: the link shows the live page, with one warning', async () => {
    stage.leave();
    open(`${HOME}/?fx=new:treatment&fxp=${TOKEN}`);
    publish(current, ofCurrent);
    publish(`${manifest}`, signature, DRAFT);
    expect((await begin()).variant('now')).toBe('treatment');
    expect(warnings.filter((text) => !text.includes('fx.badge.js'))).toHaveLength(1);
  });
});

test('what is refused says which file, and why', async () => {
  publish(current, signed(signerOf(), current, NOW));
  await begin();
  expect(warnings).toEqual([
    `fx: no experiments on this page: ${FROM} is unsigned: none of the keys in data-key has signed it`,
  ]);
});

test('a manifest that is not there is said to be missing, not to be unsigned', async () => {
  await begin();
  expect(warnings).toEqual([`fx: no experiments on this page: no manifest at ${FROM}`]);
});

test.each(['', 'no key', 'A'.repeat(43)])('%j is a key that has signed nothing', async (key) => {
  publish(current, ofCurrent);
  expect((await begin({ key })).experiments).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('no experiments on this page')]);
});

test.each([[null], [['a', null]]])(
  '%j in place of a key is one that has signed nothing, and throws nothing',
  async (key) => {
    publish(current, ofCurrent);
    expect((await begin({ key: key as unknown as string })).experiments).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('no experiments on this page')]);
  },
);

test('a browser that knows no Ed25519 has no manifest, and is told so', async () => {
  publish(current, ofCurrent);
  vi.stubGlobal('crypto', { getRandomValues: (words: Uint32Array) => words });
  expect((await begin()).experiments).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('this browser has no Ed25519')]);
});

test('two keys are accepted, with a comma between them, and the old one no longer after it', async () => {
  const next = signerOf();
  publish(current, ofCurrent);
  expect((await begin({ key: `${next.key}, ${site.key}` })).variant('now')).toBe('treatment');
  turnPage();
  expect((await begin({ key: [site.key, next.key] })).variant('now')).toBe('treatment');
  turnPage();
  expect((await begin({ key: next.key })).experiments).toEqual([]);
});

test('an older manifest that is played again on the next page is refused, though its signature is right', async () => {
  publish(current, ofCurrent);
  await begin();
  turnPage();
  publish(older, ofOlder);
  // The stored copy is too old to be used, and still says what was seen.
  const client = await begin({ maxAge: 0 });
  expect([client.variant('before'), client.variant('now')]).toEqual([undefined, undefined]);
  expect(warnings).toEqual([expect.stringContaining('is older than one that was signed later')]);
});

test.each<[string, Options]>([
  ['without a key', { key: undefined }],
  ['with another key', { key: signerOf().key }],
  ['with another address of the manifest', { manifestUrl: `${HOME}/other.json` }],
])('a page %s between the two does not have an older manifest be taken', async (_, options) => {
  publish(current, ofCurrent);
  publish(current, ofCurrent, `${HOME}/other.json`);
  await begin();
  turnPage();
  await begin(options);
  turnPage();
  warnings = [];
  publish(older, ofOlder);
  expect((await begin({ maxAge: 0 })).experiments).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining('is older than one that was signed later')]);
});

test('a prerendered page that is looked at late does not store an older manifest over a newer one', async () => {
  stage.isPrerendering = true;
  publish(older, ofOlder);
  const early = await begin();
  stage.isPrerendering = false;
  publish(current, ofCurrent);
  await begin({ maxAge: 0 });
  document.dispatchEvent(new Event('prerenderingchange'));
  await stage.wait(2000);
  expect(early.variant('before')).toBe('treatment');
  turnPage();
  expect((await begin({ maxAge: 1e6 })).variant('now')).toBe('treatment');
});

test('a page that a stored copy has decided keeps that from an older manifest, whatever becomes of the storage', async () => {
  publish(current, ofCurrent);
  await begin();
  turnPage();
  publish(older, ofOlder);
  const client = load({ manifestUrl: FROM, key: site.key }, {});
  clients.push(client);
  stage.storage.clear();
  // It asks again once it is painted or put away.
  window.dispatchEvent(new Event('pagehide'));
  await vi.waitFor(() => expect(warnings).toEqual([expect.stringContaining('keeps what it has')]));
  expect(client.variant('now')).toBe('treatment');
});

test('a time that was signed too late by a key that leaked, or by a fast clock, counts no longer once the key is changed', async () => {
  const next = signerOf();
  publish(older, signed(site, older, NOW + 1e12));
  await begin();
  turnPage();
  publish(current, signed(next, current, NOW));
  expect((await begin({ key: next.key, maxAge: 0 })).variant('now')).toBe('treatment');
  expect(warnings).toEqual([]);
});

test('of a site where each page has another address of its manifest, the last twenty times are kept', async () => {
  for (let page = 0; page < 25; page++) {
    publish(current, ofCurrent, `${HOME}/${page}.json`);
    await begin({ manifestUrl: `${HOME}/${page}.json` });
    turnPage();
  }
  const lines = stage.storage.get('_fx_a')?.split('\n') ?? [];
  expect(lines.map((line) => line.split('/').at(-1))).toEqual(Array.from({ length: 20 }, (_, at) => `${at + 5}.json`));
});

test('an older manifest that is played again does not stop what is on', async () => {
  publish(current, ofCurrent);
  const client = await begin({ maxAge: 0 });
  publish(older, ofOlder);
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(warnings).toEqual([expect.stringContaining('keeps what it has')]));
  expect(client.variant('now')).toBe('treatment');
});

test('a stop needs no key, as both states of the switch are signed', async () => {
  const off = textOf('now', false);
  const both = site.sign([Buffer.from(current), Buffer.from(off)], NOW);
  publish(current, both);
  const client = await begin({ maxAge: 0 });
  expect(client.variant('now')).toBe('treatment');
  publish(off, both);
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(client.variant('now')).toBeUndefined());
  expect(warnings).toEqual([]);
});

test('what was checked is stored for the next page, and used at once by a page with the same key alone', async () => {
  publish(current, ofCurrent);
  await begin();
  turnPage();
  files = {};
  const again = load({ manifestUrl: FROM, key: site.key }, {});
  clients.push(again);
  expect(again.variant('now')).toBe('treatment');
  turnPage();
  expect((await begin({ key: signerOf().key })).experiments).toEqual([]);
});

test('what was stored before a page had a key is not used', async () => {
  publish(current);
  clients.push(load({ manifestUrl: FROM }, {}));
  await clients[0]?.ready;
  await stage.wait(2000);
  turnPage();
  files = {};
  expect((await begin()).experiments).toEqual([]);
});

test('two files of different ages in the cache of the browser are asked for past it', async () => {
  publish(current, ofOlder);
  vi.stubGlobal('fetch', async (url: string, { cache = 'default' }: RequestInit = {}) => {
    const text = url === FROM ? current : cache === 'reload' ? ofCurrent : ofOlder;
    return { ok: true, text: async () => text };
  });
  expect((await begin()).variant('now')).toBe('treatment');
  expect(warnings).toEqual([]);
});

test('beside a container drafts are taken as text that is signed, and never as code', async () => {
  stage.leave();
  open(`${HOME}/?fx=new:treatment&fxp=${TOKEN}`);
  const draft = JSON.stringify(manifestOf(experiment('new', { status: 'draft' })));
  publish(draft, signed(site, draft, NOW), DRAFT);
  const client = load(
    { key: site.key },
    { _manifest: manifestOf(experiment('a')), _functions: [], _tagUrl: `${HOME}/fx/container.js` },
  );
  clients.push(client);
  await client.ready;
  expect([client.variant('new'), asked]).toEqual(['treatment', [DRAFT, `${DRAFT}.sig`]]);
  expect(document.querySelector(`script[src*="preview.${TOKEN}"]`)).toBeNull();
});
