/** Checks what an engine remembers of its subject. */

import { describe, expect, test } from 'vitest';
import { MOST_ASSIGNMENTS } from '../../../src/core/index.js';
import { createEngine, createMemoryStorage, type EngineStorage } from '../../../src/sdk/engine/index.js';
import { lines, made, manifestOf, play, sure } from './made.js';

describe('remembering', () => {
  test('a new engine on the same storage knows the subject and the variant', () => {
    const storage = createMemoryStorage();
    const first = play(manifestOf(made('cta')), { storage, subject: undefined });
    const key = first.engine.getVariant('cta');
    const other = manifestOf(
      made('cta', {
        variants: made('cta').variants.map((variant) => ({ ...variant, weight: variant.key === key ? 0 : 10000 })),
      }),
    );
    const second = play(other, { storage, subject: undefined });
    expect(second.engine.getVariant('cta')).toBe(key);
    expect(second.engine.reason('cta')).toBe('sticky');
  });

  test('a storage that answers later: nothing holds before, all of it after', async () => {
    const held = new Map<string, string>();
    const storage: EngineStorage = {
      getItem: async (key) => held.get(key) ?? null,
      setItem: async (key, value) => void held.set(key, value),
    };
    const { engine, told } = play(manifestOf(sure('cta')), { storage, subject: undefined });
    expect([engine.isReady, engine.getVariant('cta'), engine.variant('cta')]).toEqual([false, 'control', undefined]);
    expect(await engine.ready).toBe(engine);
    expect(engine.variant('cta')).toBe('treatment');
    expect(lines(told)).toContain('variantChanged cta treatment system ready');
    expect([...held.keys()]).toEqual(['_fx']);
    engine.getVariant('cta');
    expect([...held.keys()]).toEqual(['_fx', '_fx_s']);
  });

  test('a storage that rejects is an error event', async () => {
    const storage: EngineStorage = {
      getItem: () => Promise.reject(new Error('locked')),
      setItem: () => Promise.reject(new Error('locked')),
    };
    const { engine, told } = play(manifestOf(sure('cta')), { storage });
    await engine.ready;
    expect(engine.getVariant('cta')).toBe('treatment');
    await expect.poll(() => told.filter(({ type }) => type === 'error').length).toBeGreaterThan(2);
  });

  test('whoever denied consent gets nothing, and nothing is written', () => {
    const storage = createMemoryStorage({ _fx: '0' });
    const { engine, sent } = play(manifestOf(sure('cta')), { storage });
    expect([engine.variant('cta'), engine.reason('cta'), engine.expose('cta')]).toEqual([undefined, 'consent', false]);
    engine.track('signup');
    expect([sent, storage.getItem('_fx'), storage.getItem('_fx_s')]).toEqual([[], '0', null]);
  });

  test('another subject has assignments of its own', () => {
    const { engine } = play(manifestOf(made('cta')));
    const before = engine.getVariant('cta');
    for (let at = 0; engine.variant('cta') === before; at++) engine.identify(`user-${at}`);
    engine.getVariant('cta');
    engine.identify('user-1');
    expect(engine.getVariant('cta')).toBe(before);
  });

  test('more variants than it has room for cost no look through the manifest for each', () => {
    const count = 4 * MOST_ASSIGNMENTS;
    let reads = 0;
    const counted = Array.from({ length: count }, (_, at) => ({
      ...made(`e${at}`),
      // Whoever hashes the name of an experiment reads it.
      get salt() {
        reads++;
        return 'pepper';
      },
    }));
    const { engine } = play(manifestOf(...counted));
    for (const { id } of counted) engine.getVariant(id);
    expect(engine.reason(`e${count - MOST_ASSIGNMENTS}`)).toBe('sticky');
    expect(engine.reason(`e${count - MOST_ASSIGNMENTS - 1}`)).toBe('assigned');
    expect(reads).toBeLessThan(count * 20);
  });

  test('what another tool gave is asked for where nothing is stored', () => {
    const { engine } = play(manifestOf(sure('cta')), {
      recall: (_, subject) => (subject === 'user-1' ? 'control' : null),
    });
    expect([engine.getVariant('cta'), engine.reason('cta')]).toEqual(['control', 'sticky']);
  });
});

test('an id of its own is made without crypto, too', () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: undefined });
  try {
    const storage = createMemoryStorage();
    createEngine(manifestOf(), { storage });
    expect(storage.getItem('_fx')).toMatch(/^[\da-f]{32}\.[\da-z]+\.$/);
  } finally {
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: crypto });
  }
});
