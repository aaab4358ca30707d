/** Checks how an engine takes manifests that come later. */

import { describe, expect, test } from 'vitest';
import { InvalidManifestError } from '../../../src/sdk/engine/index.js';
import { lines, manifestOf, play, sure } from './made.js';

describe('manifests that come later', () => {
  test('replace the first, and what changes is told', async () => {
    const { engine, told } = play(manifestOf(sure('cta')));
    engine.variant('cta');
    let calls = 0;
    engine.on('change', () => calls++);
    await engine.loadConfig({ ...manifestOf(sure('cta')), revision: 'r2', enabled: false });
    expect([engine.variant('cta'), engine.revision, calls]).toEqual([undefined, 'r2', 1]);
    expect(lines(told).slice(-2)).toEqual(['configLoaded r2', 'variantChanged cta undefined system config']);
    await engine.loadConfig('{}');
    expect(told.at(-1)).toMatchObject({ type: 'error', reason: 'config' });
    const closed = play(manifestOf(), { failMode: 'closed' });
    await expect(closed.engine.loadConfig('{}')).rejects.toThrow(InvalidManifestError);
  });

  test('are fetched, again and again, and a failure keeps the last one', async () => {
    const answers = [manifestOf(sure('cta')), 'broken', { ...manifestOf(sure('cta')), revision: 'r3' }];
    let at = 0;
    const { engine, told } = play(undefined, {
      fetcher: { pollInterval: 1, fetch: async () => answers[Math.min(at++, 2)] ?? '' },
    });
    expect(engine.variant('cta')).toBeUndefined();
    await expect.poll(() => lines(told)).toContain('configLoaded r3');
    expect(engine.variant('cta')).toBe('treatment');
    expect(told).toContainEqual(expect.objectContaining({ type: 'error', reason: 'fetch' }));
    engine.dispose();
    const asked = at;
    await new Promise((done) => setTimeout(done, 20));
    expect(at).toBeLessThanOrEqual(asked + 1);
  });

  test('end on their date without anybody asking', async () => {
    let now = Date.now();
    const endAt = new Date(now + 50).toISOString();
    const { engine, told } = play(manifestOf(sure('cta', { endAt })), { now: () => now });
    expect(engine.variant('cta')).toBe('treatment');
    now += 50;
    await expect.poll(() => lines(told)).toContain('variantChanged cta undefined system schedule');
    expect(engine.getVariant('cta')).toBe('control');
  });
});
