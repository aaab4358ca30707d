/**
 * Checks that a page that names keys uses no manifest that is older than one it has seen, and stores only what was
 * checked.
 */

import { expect, test, vi } from 'vitest';
import type { Options } from '../../src/tag/options.js';
import { current, NOW, ofCurrent, ofOlder, older, signed, signerOf, site, textOf } from '../sdk/attacks.js';
import { begin, HOME, publish, setUp, stage, start, turnPage, unpublish, warnings } from './signing.js';

setUp();

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
  warnings.length = 0;
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

test.each([
  ['with a key', site.key],
  ['without a key', undefined],
])(
  'the stored copy of a prerendered page %s is as old as its answer, however late the page is looked at',
  async (_, key) => {
    stage.isPrerendering = true;
    publish(current, ofCurrent);
    await begin({ key });
    vi.setSystemTime(Date.now() + 3_600_000);
    stage.isPrerendering = false;
    document.dispatchEvent(new Event('prerenderingchange'));
    turnPage();
    unpublish();
    expect((await begin({ key })).experiments).toEqual([]);
  },
);

test('a page that a stored copy has decided keeps that from an older manifest, whatever becomes of the storage', async () => {
  publish(current, ofCurrent);
  await begin();
  turnPage();
  publish(older, ofOlder);
  const client = start();
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
  unpublish();
  const again = start();
  expect(again.variant('now')).toBe('treatment');
  turnPage();
  expect((await begin({ key: signerOf().key })).experiments).toEqual([]);
});

test('what was stored before a page had a key is not used', async () => {
  publish(current);
  await begin({ key: undefined });
  turnPage();
  unpublish();
  expect((await begin()).experiments).toEqual([]);
});
