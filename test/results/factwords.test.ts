/** Checks how segments are called where people read. */

import { expect, test } from 'vitest';
import { factText, segmentText } from '../../src/results/factwords.js';

test.each([
  ['isNew', 'true', 'new visitors'],
  ['isNew', 'false', 'returning visitors'],
  ['isNew', null, 'new or returning not known'],
  ['isNew', 'perhaps', 'perhaps'],
  ['device', 'mobile', 'device mobile'],
  ['user.tier', null, 'user.tier not known'],
])('the segment %s=%s is called “%s”', (by, value, words) => {
  expect(segmentText(by, value)).toBe(words);
});

test('whoever chooses a fact reads words, and of a fact of the site its own name', () => {
  expect(['device', 'language', 'isNew', 'user.tier', 'constructor'].map(factText)).toEqual([
    ...['kind of device', 'language', 'new or returning', 'user.tier', 'constructor'],
  ]);
});
