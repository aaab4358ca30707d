/** Checks how things stood after each event of an engine. */

import { describe, expect, test } from 'vitest';
import { manifestOf, NOW, play, sure } from './made.js';

describe('the history', () => {
  test('has the time and the reason of each event, and is bounded', () => {
    let now = NOW;
    const { engine } = play(manifestOf(sure('cta')), { now: () => now++, history: 3 });
    for (let at = 0; at < 5; at++) engine.updateContext({ at });
    expect(engine.getHistory()).toHaveLength(3);
    expect(engine.getHistory().map(({ type }) => type)).toEqual(Array(3).fill('contextUpdated'));
    expect(engine.getHistory()[0]?.at).toBeLessThan(engine.getHistory()[2]?.at ?? 0);
  });

  test('goes back to how things stood', () => {
    const rule = { '==': [{ var: 'user.tier' }, 'pro'] };
    const { engine } = play(manifestOf(sure('cta', { audience: { rule } })));
    engine.updateContext({ user: { tier: 'free' } });
    engine.updateContext({ user: { tier: 'pro' } });
    engine.setVariant('cta', 'control');
    engine.resetAll();
    const seen = engine
      .getHistory()
      .map((event, at) => `${event.type}: ${engine.at(at)?.variant('cta')} (${engine.at(at)?.reason('cta')})`);
    expect(seen).toEqual([
      'configLoaded: undefined (context)',
      'ready: undefined (context)',
      'contextUpdated: undefined (rule)',
      'contextUpdated: treatment (assigned)',
      'variantChanged: control (preview)',
      'variantChanged: treatment (assigned)',
    ]);
    expect(engine.at(-1)?.event.type).toBe('variantChanged');
    expect(engine.at(99)).toBeUndefined();
  });
});
