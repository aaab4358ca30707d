/** Checks that a server with a key uses only manifests that were signed with it, and no older one than it has seen. */

import { describe, expect, test } from 'vitest';
import { setup as verify } from '../../../src/cli/commands/verify.js';
import { createServer, type FxServer } from '../../../src/sdk/server/index.js';
import { folder, run } from '../../cli/fx.js';
import { ATTACKS, current, NOW, ofCurrent, ofOlder, older, signed, signerOf, site, textOf } from '../attacks.js';
import { experiment, manifestOf, requestOf } from './visits.js';

const asked = (key: string | readonly string[]): { readonly fx: FxServer; readonly told: string[] } => {
  const told: string[] = [];
  return { fx: createServer({ key, onProblem: ({ detail }) => told.push(detail) }), told };
};
test('a manifest that the key has signed is used', async () => {
  const { fx, told } = asked(site.key);
  expect(await fx.use(current, ofCurrent)).toBe(true);
  expect(fx.visit(requestOf()).variant('now')).toBe('treatment');
  expect(told).toEqual([]);
});

test('a manifest that is given at the start is held against its signature too', async () => {
  const right = createServer({ key: site.key, manifest: current, signature: ofCurrent });
  await right.ready;
  expect(right.visit(requestOf()).variant('now')).toBe('treatment');
  const wrong = createServer({ key: site.key, manifest: older, signature: ofCurrent, onProblem: () => undefined });
  await wrong.ready;
  expect(wrong.manifest).toBeUndefined();
});

test('names beyond ASCII are signed as the bytes that they are', async () => {
  const { fx } = asked(site.key);
  const text = JSON.stringify(manifestOf(experiment('now', { name: 'Überschrift 見出し 🛒' })));
  expect(await fx.use(text, signed(site, text, NOW))).toBe(true);
});

describe.each(Object.entries(ATTACKS))('%s', (_, [manifest, signature]) => {
  test('is as no manifest, with one warning', async () => {
    const { fx, told } = asked(site.key);
    expect(await fx.use(manifest, signature)).toBe(false);
    expect(await fx.use(manifest, signature)).toBe(false);
    expect(fx.manifest).toBeUndefined();
    expect(fx.visit(requestOf()).variant('now')).toBeUndefined();
    expect(told).toEqual(['unsigned']);
  });

  test('leaves the manifest that is in use', async () => {
    const { fx } = asked(site.key);
    const before = textOf('kept');
    await fx.use(before, signed(site, before, NOW - 2000));
    expect(await fx.use(manifest, signature)).toBe(false);
    expect(fx.visit(requestOf()).variant('kept')).toBe('treatment');
  });

  test('is refused by fx verify as well', async () => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    const root = folder({
      'manifest.json': text,
      ...(signature !== undefined && { 'manifest.json.sig': signature }),
    });
    const { code, err, out } = await run(verify, [`${root}/manifest.json`, '--key', site.key]);
    // An object has no bytes: what its text is in a file is signed.
    if (typeof manifest !== 'string')
      return expect([code, out]).toEqual([0, expect.stringContaining('is signed with')]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/is (as unsigned|not signed): /);
  });
});

test('an older manifest that is played again is refused, though its signature is right', async () => {
  const { fx, told } = asked(site.key);
  await fx.use(current, ofCurrent);
  expect(await fx.use(older, ofOlder)).toBe(false);
  expect(fx.visit(requestOf()).variant('now')).toBe('treatment');
  expect(told).toEqual(['unsigned: it is older than one that was seen']);
});

test('an older manifest that is slower to check than a newer one does not replace it', async () => {
  const { fx } = asked(site.key);
  await Promise.all([fx.use(older, ofOlder), fx.use(current, ofCurrent)]);
  expect(fx.visit(requestOf()).variant('now')).toBe('treatment');
  await Promise.all([fx.use(current, ofCurrent), fx.use(older, ofOlder)]);
  expect(fx.visit(requestOf()).variant('now')).toBe('treatment');
});

test('a stop needs no key, as both states of the switch are signed', async () => {
  const { fx } = asked(site.key);
  const off = textOf('now', false);
  const both = site.sign([Buffer.from(current), Buffer.from(off)], NOW);
  expect(await fx.use(current, both)).toBe(true);
  expect(await fx.use(off, both)).toBe(true);
  expect(fx.visit(requestOf()).variant('now')).toBeUndefined();
  expect(await fx.use(current, both)).toBe(true);
});

test('two keys are accepted while one takes the place of the other, and the old one no longer after it', async () => {
  const next = signerOf();
  const rotating = asked([site.key, next.key]);
  expect(await rotating.fx.use(older, ofOlder)).toBe(true);
  expect(await rotating.fx.use(current, signed(next, current, NOW))).toBe(true);
  const after = asked(next.key);
  expect(await after.fx.use(current, ofCurrent)).toBe(false);
});

test.each(['', 'no key', 'A'.repeat(43)])('%j is a key that has signed nothing', async (key) => {
  const { fx } = asked(key);
  expect(await fx.use(current, ofCurrent)).toBe(false);
});

test('a key may have a line end behind it, as files and secrets do', async () => {
  expect(await asked(`${site.key}\n`).fx.use(current, ofCurrent)).toBe(true);
});

test('without a key anything is used that is a manifest', async () => {
  const fx = createServer();
  expect(await fx.use(current)).toBe(true);
});
