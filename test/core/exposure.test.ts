/** Checks which exposures of holdouts stand beside a decision: on both sides, and only where they were asked. */

import { expect, test } from 'vitest';
import { holdoutExposures } from '../../src/core/exposure.js';
import type { Manifest } from '../../src/core/index.js';
import { experiment, ids } from './plain.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const holdouts = [
  { id: 'all', share: 0.5 },
  { id: 'others', share: 1, experiments: ['another'] },
  { id: 'over', share: 1, endAt: '2026-11-29T12:00:00Z' },
];
const manifest = {
  version: 1,
  revision: 'r',
  enabled: true,
  experiments: [experiment],
  holdouts,
} as unknown as Manifest;

test('each holdout that looked at a subject counts it, as held or as open', () => {
  const found = ids.map((subject) => holdoutExposures(manifest, experiment, 'assigned', subject, NOW));
  expect(new Set(found.map((one) => one.length))).toEqual(new Set([1]));
  const [one] = found[0] as (typeof found)[number];
  expect(one).toMatchObject({ type: 'exposure', experiment: 'all', reason: 'holdout' });
  const held = found.filter(([first]) => first?.variant === 'held').length;
  expect(held).toBeGreaterThan(70);
  expect(found.filter(([first]) => first?.variant === 'open')).toHaveLength(ids.length - held);
});

test.each([
  ['holdout', 1],
  ['sample', 1],
  ['sticky', 1],
  ['removed', 1],
  ['layer', 1],
  ['rule', 1],
  ['context', 1],
  ['divert', 1],
  ['assigned', 1],
  ['preview', 0],
  ['disabled', 0],
  ['status', 0],
  ['schedule', 0],
  ['assigned by hand', 0],
])('with the reason %s there are %i', (reason, count) => {
  expect(holdoutExposures(manifest, experiment, reason, 'user-1', NOW)).toHaveLength(count);
});

test('without a manifest there is none', () => {
  expect(holdoutExposures(undefined, experiment, 'assigned', 'user-1', NOW)).toEqual([]);
});
