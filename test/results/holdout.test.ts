/** What is said of a holdout: its experiments together, and no variant that somebody could ship. */

import { describe, expect, test } from 'vitest';
import { askOfHoldout, chooseResults, entryOf } from '../../src/results/index.js';
import { did, readArms } from './madecounts.js';

const N = 10_000;

describe('of a holdout', () => {
  const raw = {
    kind: 'holdout' as const,
    id: 'cta',
    name: 'Without the tests of the cart',
    share: 0.5,
    experiments: 'all' as const,
    metrics: [
      { key: 'orders', name: 'Orders', kind: 'conversion' as const, eventName: 'purchase', isPrimary: true },
      { key: 'errors', name: 'Errors', kind: 'conversion' as const, eventName: 'error', goal: 'decrease' as const },
    ],
  };
  const holdouts = new Map([[raw.id, { raw }]]);
  const [chosen] = chooseResults({ sources: new Map(), holdouts, preview: null }, [], undefined);
  const concluded = (held: number, open: number, errors = 1000) => {
    const arms = { held: [did(held, N), did(1000, N)], open: [did(open, N), did(errors, N)] };
    const result = readArms(arms, { ...askOfHoldout({ raw }), phase: 'p1' });
    return chosen && entryOf({ ...chosen, result }, 0.95).words.conclusion;
  };

  test('what improves is told of its experiments together: nobody can ship the rest of the visitors', () => {
    expect(concluded(1000, 1200)).toEqual({
      code: 'ship',
      title: 'The experiments do good together',
      text: 'Orders is better with them than without: +20.0% (+10.9% to +29.9%).',
    });
    expect(concluded(1000, 1200, 1200)?.text).toMatch(/^With the experiments, errors gets worse\. Orders is better/);
  });

  test('and so is what does harm', () => {
    expect(concluded(1200, 1000)).toMatchObject({
      title: 'The experiments do harm together',
      text: expect.stringMatching(/^Orders is worse with them than without: −16\.7% /),
    });
  });
});
