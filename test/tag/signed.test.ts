/** Checks that a page that names keys uses only manifests that one of them has signed, and says why it uses none. */

import { describe, expect, test, vi } from 'vitest';
import { ATTACKS, current, NOW, ofCurrent, ofOlder, signed, signerOf, site } from '../sdk/attacks.js';
import { experiment, manifestOf } from './pages.js';
import {
  asked,
  begin,
  DRAFT,
  FROM,
  files,
  HOME,
  publish,
  setUp,
  stage,
  start,
  TOKEN,
  turnPage,
  visit,
  warnings,
} from './signing.js';

setUp();

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
  const client = start({ key: undefined });
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
    visit(`${HOME}/?fx=new:treatment&fxp=${TOKEN}`);
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
  visit(`${HOME}/?fx=new:treatment&fxp=${TOKEN}`);
  const draft = JSON.stringify(manifestOf(experiment('new', { status: 'draft' })));
  publish(draft, signed(site, draft, NOW), DRAFT);
  const client = start(
    { manifestUrl: undefined },
    { _manifest: manifestOf(experiment('a')), _functions: [], _tagUrl: `${HOME}/fx/container.js` },
  );
  await client.ready;
  expect([client.variant('new'), asked]).toEqual(['treatment', [DRAFT, `${DRAFT}.sig`]]);
  expect(document.querySelector(`script[src*="preview.${TOKEN}"]`)).toBeNull();
});
