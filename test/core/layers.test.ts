/** Tests layers and holdouts: what decides about the subjects of several experiments at once. */

import { describe, expect, test } from 'vitest';
import { decide, type Experiment, unit } from '../../src/core/index.js';
import { experiment, ids, out } from './plain.js';

describe('a layer', () => {
  const slice = (from: number, to: number, id = 'first'): Experiment => ({
    ...experiment,
    id,
    layer: { name: 'checkout', from, to },
  });

  test('deals its subjects to the experiments of its slices, and no subject to two', () => {
    const slices = [slice(0, 0.3, 'a'), slice(0.3, 0.65, 'b'), slice(0.65, 1, 'c')];
    for (const subject of ids) {
      const reasons = slices.map((one) => decide(one, { subject }).reason);
      expect([...reasons].sort()).toEqual(['assigned', 'layer', 'layer']);
    }
  });

  test('begins at from, inclusive, and ends at to, exclusive', () => {
    for (const subject of ids) {
      const number = unit('layer:checkout', 'layer', subject);
      const reason = (from: number, to: number): string => decide(slice(from, to), { subject }).reason;
      expect(reason(number, 1)).toBe('assigned');
      expect(reason(0, number)).toBe('layer');
      expect(reason(0, number + 2 ** -32)).toBe('assigned');
      expect(reason(number + 2 ** -32, 1)).toBe('layer');
    }
  });

  test('is asked before the rule, and not of those with a stored assignment', () => {
    const closed = { ...slice(0, 0), audience: { rule: false } };
    expect(decide(closed, { subject: 'user-1' })).toEqual(out('layer'));
    expect(decide({ ...closed, divertTo: 'control' }, { subject: 'user-1', sticky: 'control' })).toEqual(out('layer'));
    expect(decide(closed, { subject: 'user-1', sticky: 'control' }).reason).toBe('sticky');
  });

  test('whose slice has no numbers keeps everyone out', () => {
    const odd = { ...experiment, layer: { name: 'checkout' } } as Experiment;
    for (const subject of ids) expect(decide(odd, { subject })).toEqual(out('layer'));
  });
});

describe('a holdout', () => {
  test('keeps out the subjects whose number is below its share, also those with a stored assignment', () => {
    for (const subject of ids) {
      const number = unit('winter', 'holdout', subject);
      const reason = (share: number, sticky: string | null = null): string =>
        decide(experiment, { subject, sticky, holdouts: [{ id: 'winter', share }] }).reason;
      expect(reason(number)).toBe('assigned');
      expect(reason(number + 2 ** -32)).toBe('holdout');
      expect(reason(1, 'control')).toBe('holdout');
      expect(reason(0, 'control')).toBe('sticky');
    }
  });

  test('is asked where the experiment runs, and gives way to a preview', () => {
    const question = { subject: 'user-1', holdouts: [{ id: 'winter', share: 1 }] };
    expect(decide({ ...experiment, status: 'paused' }, question)).toEqual(out('paused'));
    expect(decide({ ...experiment, divertTo: 'control' }, question)).toEqual(out('holdout'));
    expect(decide(experiment, { ...question, forced: 'control' }).reason).toBe('preview');
  });

  test('of several that hold a subject out one is enough, and one without a share holds everybody out', () => {
    const at = (...shares: unknown[]): string =>
      decide(experiment, {
        subject: 'user-1',
        holdouts: shares.map((share) => ({ id: 'winter', share: share as number })),
      }).reason;
    expect(at(0, 1)).toBe('holdout');
    expect(at(0, 0)).toBe('assigned');
    expect(at(undefined)).toBe('holdout');
  });
});
