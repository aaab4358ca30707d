/** Tests that each phase is remembered as it was split when it was published first. */

import { expect, test } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import { isDesign, nowDesigned } from '../../src/publishing/designs.js';

const built = (id: string, more: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  phase: '1',
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000 },
  ],
  ...more,
});

test('a phase is remembered as it was first published, whatever the file says later', () => {
  const first = nowDesigned([], { experiments: [built('a')], revision: 'one' });
  expect(first).toEqual([
    { id: 'a', phase: '1', shares: { control: 0.5, treatment: 0.5 }, control: 'control', since: 'one' },
  ]);
  const { phase: _, ...unphased } = built('b');
  const later = nowDesigned(first, {
    experiments: [built('a', { control: 'treatment' }), built('a', { phase: '2', control: 'treatment' }), unphased],
    revision: 'two',
  });
  expect(later.map(({ phase, control, since }) => [phase, control, since])).toEqual([
    ['1', 'control', 'one'],
    ['2', 'treatment', 'two'],
  ]);
});

const design = { id: 'a', phase: '1', control: 'c', since: '0', shares: { c: 0.5, t: 0.5 } };

test.each<readonly [string, unknown, boolean]>([
  ['all of one', design, true],
  ['a share of nothing, and one of all', { ...design, shares: { c: 0, t: 1 } }, true],
  ['nothing', null, false],
  ['a text', 'design', false],
  ['an id that is none', { ...design, id: 7 }, false],
  ['no phase', { ...design, phase: undefined }, false],
  ['no control', { ...design, control: null }, false],
  ['no revision', { ...design, since: 0 }, false],
  ['no shares', { ...design, shares: null }, false],
  ['shares that are a text', { ...design, shares: 'half' }, false],
  ['a share over one', { ...design, shares: { c: 1.01 } }, false],
  ['a share below nothing', { ...design, shares: { c: -0.01 } }, false],
  ['a share that is a text', { ...design, shares: { c: '0.5' } }, false],
])('%s is one: %j', (_, value, isOne) => {
  expect(isDesign(value)).toBe(isOne);
});
