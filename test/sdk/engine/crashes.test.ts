/** Checks when an engine takes a variant back, and for how long. */

import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../src/core/index.js';
import { createMemoryStorage } from '../../../src/sdk/engine/index.js';
import { lines, manifestOf, NOW, play, sure } from './made.js';

describe('taking back', () => {
  const crash = new Error('boom at https://shop.example/a?email=x');

  test('enough crashes within the window, and it says so once', () => {
    let now = NOW;
    const { engine, sent, told } = play(manifestOf(sure('cta')), { now: () => now });
    engine.variant('cta');
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    now += 61_000;
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    expect(engine.variant('cta')).toBe('treatment');
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    expect([engine.variant('cta'), engine.reason('cta')]).toEqual([undefined, 'rollback']);
    expect(sent).toMatchObject([
      {
        type: 'failure',
        code: 'error',
        experiment: 'cta',
        variant: 'treatment',
        message: 'Error: boom at https://shop.example/a',
      },
    ]);
    expect(readEvent(sent[0])).toMatchObject({ ok: true });
    expect(lines(told).slice(-2)).toEqual([
      `rollback cta treatment ${crash}`,
      'variantChanged cta undefined system rollback',
    ]);
  });

  test.each([true, false])('persistent: %s decides whether the next start knows', (persistent) => {
    const storage = createMemoryStorage();
    const rollback = { threshold: 1, persistent };
    const { engine } = play(manifestOf(sure('cta')), { storage, rollback });
    engine.reportCrash('cta', crash);
    const again = play(manifestOf(sure('cta')), { storage, rollback }).engine;
    expect(again.variant('cta')).toBe(persistent ? undefined : 'treatment');
    // Another phase is another chance, and so is a reset.
    expect(play(manifestOf(sure('cta', { phase: 'ffffffff' })), { storage }).engine.variant('cta')).toBe('treatment');
    again.resetAll();
    expect(again.variant('cta')).toBe('treatment');
    expect(play(manifestOf(sure('cta')), { storage }).engine.variant('cta')).toBe('treatment');
  });

  test('an experiment may set its own limit of crashes', () => {
    const { engine } = play(manifestOf(sure('cta', { metadata: { rollback: { threshold: 1 } } })));
    engine.reportCrash('cta', crash);
    expect(engine.variant('cta')).toBeUndefined();
  });

  test('an error boundary takes back at once, and a preview shows it all the same', () => {
    const { engine } = play(manifestOf(sure('cta')));
    engine.fail('cta', crash);
    expect(engine.variant('cta')).toBeUndefined();
    engine.setVariant('cta', 'treatment');
    expect(engine.variant('cta')).toBe('treatment');
  });
});
