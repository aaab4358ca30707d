/** Checks that an engine with a key uses only manifests that were signed with it, and no older one than it has seen. */

import { describe, expect, test } from 'vitest';
import {
  createEngine,
  createHttpFetcher,
  type EngineOptions,
  UnsignedManifestError,
} from '../../../src/sdk/engine/index.js';
import { ATTACKS, current, NOW, ofCurrent, ofOlder, older, signed, signerOf, site, textOf } from '../attacks.js';
import { lines, play } from './made.js';

/** An engine that waits for its first manifest, with the codes of what it refused. */
async function keyed(options: EngineOptions = {}) {
  const { engine, told } = play(undefined, {
    key: site.key,
    fetcher: { fetch: () => new Promise(() => undefined) },
    ...options,
  });
  await engine.ready;
  return {
    engine,
    told,
    refused: () => told.flatMap((event) => (event.type === 'error' ? [codeOf(event.error)] : [])),
  };
}

const codeOf = (error: unknown): unknown => (error instanceof UnsignedManifestError ? error.code : error);

test('a first manifest that the key has signed is used, and nothing holds before it was checked', async () => {
  const { engine, told } = play(current, { key: site.key, signature: ofCurrent });
  expect([engine.isReady, engine.variant('now')]).toEqual([false, undefined]);
  await engine.ready;
  expect(engine.variant('now')).toBe('treatment');
  expect(lines(told)).toContain('ready');
});

test('a first manifest that is not signed is as none: the fallback, and one error', async () => {
  for (const failMode of ['open', 'closed'] as const) {
    const { engine, told } = play(older, { key: site.key, signature: ofCurrent, failMode });
    await engine.ready;
    expect(engine.variant('before')).toBeUndefined();
    expect(told.filter(({ type }) => type === 'error')).toMatchObject([
      { error: { code: 'unsigned' }, reason: 'config' },
    ]);
  }
});

describe.each(Object.entries(ATTACKS))('%s', (_, [manifest, signature]) => {
  test('is as no manifest, and leaves the one that is in use', async () => {
    const { engine, refused } = await keyed();
    await engine.loadConfig(manifest as string, signature);
    expect(engine.experiments).toEqual([]);
    const kept = textOf('kept');
    await engine.loadConfig(kept, signed(site, kept, NOW - 2000));
    await engine.loadConfig(manifest as string, signature);
    expect(engine.variant('kept')).toBe('treatment');
    expect(refused()).toEqual(['unsigned', 'unsigned']);
  });
});

test('an older manifest that is played again is refused, though its signature is right', async () => {
  const { engine, refused } = await keyed();
  await engine.loadConfig(current, ofCurrent);
  await engine.loadConfig(older, ofOlder);
  await Promise.all([engine.loadConfig(older, ofOlder), engine.loadConfig(current, ofCurrent)]);
  expect(engine.variant('now')).toBe('treatment');
  expect(refused()).toEqual(['older', 'older']);
});

test('in the mode closed what is refused rejects', async () => {
  const { engine } = await keyed({ failMode: 'closed' });
  await expect(engine.loadConfig(older, ofCurrent)).rejects.toThrow(UnsignedManifestError);
});

test('a stop needs no key, and two keys are accepted while one takes the place of the other', async () => {
  const next = signerOf();
  const { engine } = await keyed({ key: [site.key, next.key] });
  const off = textOf('now', false);
  const both = next.sign([Buffer.from(current), Buffer.from(off)], NOW + 1);
  await engine.loadConfig(current, ofCurrent);
  await engine.loadConfig(off, both);
  expect([engine.variant('now'), engine.reason('now')]).toEqual([undefined, 'disabled']);
});

test('a fetcher brings the signature from beside the manifest, and what it refuses is told once', async () => {
  const answers = [older, ofCurrent, older, ofCurrent, current, ofCurrent];
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    return { ok: true, status: 200, text: async () => answers.shift() ?? '' };
  };
  const fetcher = createHttpFetcher({ url: 'https://s.example/manifest.json', isSigned: true, pollInterval: 1, fetch });
  const { engine, refused } = await keyed({ fetcher });
  await expect.poll(() => engine.variant('now')).toBe('treatment');
  engine.dispose();
  expect(asked.slice(0, 2)).toEqual(['https://s.example/manifest.json', 'https://s.example/manifest.json.sig']);
  expect(refused()[0]).toBe('unsigned');
  expect(refused().filter((code) => code === 'unsigned').length).toBeLessThanOrEqual(2);
});

test('a host brings the check where its runtime has none', async () => {
  const asked: (readonly string[])[] = [];
  const verify = (...given: readonly string[]): boolean => asked.push(given) > 0;
  const { engine } = await keyed({ key: 'its key', verify });
  const text = textOf('now');
  await engine.loadConfig(text, ofCurrent);
  expect(engine.variant('now')).toBe('treatment');
  const [own, time, seal] = ofCurrent.split('\n');
  expect(asked).toEqual([
    ['its key', text, own],
    ['its key', `${own} ${time}`, seal],
  ]);
});

test('a check that throws has found nothing signed', async () => {
  const { engine, refused } = await keyed({
    verify: () => {
      throw new Error('no Ed25519');
    },
  });
  await engine.loadConfig(current, ofCurrent);
  expect(refused()).toEqual(['unsigned']);
});

test('an engine that is over takes nothing that was still being checked', async () => {
  const engine = createEngine(current, { key: site.key, signature: ofCurrent, subject: 'user-1' });
  engine.dispose();
  await new Promise((done) => setTimeout(done, 50));
  expect(engine.experiments).toEqual([]);
});
