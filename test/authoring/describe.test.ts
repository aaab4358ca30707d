/** Tries the words about who takes part: kinds of devices by name, other rules as rules. */

import { expect, test } from 'vitest';
import { describeVisitors } from '../../src/authoring/index.js';
import type { Experiment, Rule } from '../../src/core/index.js';

const device = { var: 'device.type' };
const experiment = (audience: NonNullable<Experiment['audience']>): Experiment => ({
  id: 'hero',
  name: 'Hero',
  audience,
  variants: [],
});

test.each<[words: string, rule: Rule | undefined]>([
  ['all visitors', undefined],
  ['all visitors on phones', { '==': [device, 'mobile'] }],
  ['all visitors on computers', { in: [device, ['desktop']] }],
  ['all visitors on phones or tablets', { in: [device, ['mobile', 'tablet']] }],
  ['all visitors that its rule lets in', { in: [device, []] }],
  ['all visitors that its rule lets in', { in: [device, ['mobile', 'bot']] }],
  ['all visitors that its rule lets in', { in: [device, 'mobile'] }],
  ['all visitors that its rule lets in', { '!=': [device, 'mobile'] }],
  ['all visitors that its rule lets in', { '==': [{ var: 'device.os' }, 'mobile'] }],
  [
    'all visitors that its rule lets in',
    { and: [{ '==': [device, 'mobile'] }, { '==': [{ var: 'user.plan' }, 'pro'] }] },
  ],
])('%s, by %j', (words, rule) => {
  expect(describeVisitors(experiment(rule === undefined ? {} : { rule }))).toBe(words);
});

test('a share of the visitors on phones is said with the share', () => {
  const audience = { sampleRate: 0.1, rule: { '==': [device, 'mobile'] } };
  expect(describeVisitors(experiment(audience))).toBe('10% of visitors on phones');
});
