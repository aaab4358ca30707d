/** Tests that shares counted over ids, and said of one id where it speaks for all, are the same. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SAMPLE_SIZE, shareIn, shareMoved } from '../../src/authoring/index.js';
import { decide, type Experiment } from '../../src/core/index.js';

const rate = fc.constantFrom(undefined, 0, 0.5, 1);
const optional = <Value>(name: string, value: Value | undefined): object =>
  value === undefined ? {} : { [name]: value };

const anyExperiment = fc
  .record({
    weights: fc.constantFrom([5000, 5000], [10000, 0], [5000, 4000]),
    sampleRate: rate,
    excludeRate: rate,
    divertTo: fc.constantFrom(undefined, 'b', 'gone'),
    layer: fc.constantFrom(undefined, { name: 'checkout', from: 0, to: 1 }, { name: 'checkout', from: 0, to: 0.3 }),
  })
  .map(
    ({ weights, sampleRate, excludeRate, divertTo, layer }): Experiment => ({
      ...{ id: 'cta', name: 'CTA', phase: '11111111' },
      variants: ['a', 'b'].map((key, at) => ({ key, name: key, weight: weights[at] ?? 0 })),
      audience: { ...optional('sampleRate', sampleRate), ...optional('excludeRate', excludeRate) },
      ...optional('divertTo', divertTo),
      ...optional('layer', layer),
    }),
  );

test('the share of those who are in an experiment is what counting all of them gives', () => {
  fc.assert(
    fc.property(anyExperiment, (experiment) => {
      let count = 0;
      for (let at = 0; at < SAMPLE_SIZE; at++)
        if (decide(experiment, { subject: `visitor-${at}` }).variant !== null) count++;
      expect(shareIn(experiment)).toBe(count / SAMPLE_SIZE);
    }),
    { numRuns: 30 },
  );
});

test('nobody is moved by a name, and everybody by a diversion to where nobody was', () => {
  const one: Experiment = {
    ...{ id: 'cta', name: 'CTA', phase: '11111111' },
    variants: [
      { key: 'a', name: 'a', weight: 10000 },
      { key: 'b', name: 'b', weight: 0 },
    ],
  };
  expect(shareMoved(one, { ...one, name: 'Other' })).toBe(0);
  expect(shareMoved(one, { ...one, divertTo: 'b' })).toBe(1);
});
