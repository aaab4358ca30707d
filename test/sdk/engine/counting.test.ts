/** Checks whom an engine counts, and for what. */

import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../src/core/index.js';
import { manifestOf, NOW, play, sure } from './made.js';

describe('counting', () => {
  test('an exposure is one for each subject and variant, and sound', () => {
    const { engine, sent } = play(manifestOf(sure('cta', { phase: '0123abcd' })), {
      context: { route: '/cart?token=1' },
    });
    expect([engine.expose('cta'), engine.expose('cta')]).toEqual([true, false]);
    engine.identify('user-2');
    expect(engine.expose('cta')).toBe(true);
    expect(sent).toMatchObject([
      {
        type: 'exposure',
        experiment: 'cta',
        variant: 'treatment',
        reason: 'assigned',
        subject: 'user-1',
        path: '/cart',
      },
      { subject: 'user-2', phase: '0123abcd', revision: 'r1', at: NOW },
    ]);
    for (const event of sent) expect(readEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({ ok: true });
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });

  test('a variant that is only read makes no exposure', () => {
    const { engine, sent } = play(manifestOf(sure('cta')));
    engine.getVariant('cta');
    engine.getVariantValue('cta');
    expect(sent).toEqual([]);
  });

  test('nobody is exposed to what does not hold', () => {
    const out = manifestOf(
      sure('a', { status: 'paused' }),
      sure('b', { audience: { rule: false } }),
      sure('c', { variants: sure('c').variants.map((variant) => ({ ...variant, recipeSampleRate: 0 })) }),
    );
    const { engine, sent } = play(out);
    expect(['a', 'b', 'c'].map((id) => engine.expose(id))).toEqual([false, false, false]);
    expect(sent).toEqual([]);
  });

  test('a conversion with a key is one, and a malformed one is none', () => {
    const { engine, sent, told } = play(manifestOf(sure('cta')));
    engine.track('purchase', 59.9, { key: 1 });
    engine.track('purchase', 59.9, { key: '1' });
    engine.track('signup');
    engine.track('', 1);
    engine.track('x', Number.NaN);
    expect(sent).toMatchObject([
      { type: 'conversion', name: 'purchase', value: 59.9, key: '1' },
      { name: 'signup', value: 1 },
    ]);
    expect(told.filter(({ type }) => type === 'error')).toHaveLength(2);
  });

  test('a holdout is exposed on either side, once, with the first of its experiments', () => {
    const manifest = { ...manifestOf(sure('a'), sure('b')), holdouts: [{ id: 'winter', share: 0.5 }] };
    const sides = Array.from({ length: 20 }, (_, at) => {
      const { engine, sent } = play(manifest, { subject: `user-${at}` });
      engine.expose('a');
      engine.expose('b');
      return sent.map((event) => (event.type === 'exposure' ? `${event.experiment} ${event.variant}` : '')).join(', ');
    });
    expect(new Set(sides)).toEqual(new Set(['winter held', 'winter open, a treatment, b treatment']));
  });
});
