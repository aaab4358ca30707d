/** Tests that a conversion with a key is counted once, for as long as storage can remember it. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isFirstKey } from '../../src/tag/once.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const DAY_MS = 864e5;

test('an order is counted once for a subject and an event', () => {
  expect(isFirstKey('s', 'order', '17')).toBe(true);
  expect(isFirstKey('s', 'order', '17')).toBe(false);
  expect(isFirstKey('s', 'order', '18')).toBe(true);
  expect(isFirstKey('s', 'refund', '17')).toBe(true);
  expect(isFirstKey('t', 'order', '17')).toBe(true);
});

test('after 7 days an order counts again, and what is older leaves the storage', () => {
  isFirstKey('s', 'order', '17');
  vi.setSystemTime(NOW + 6.9 * DAY_MS);
  expect(isFirstKey('s', 'order', '17')).toBe(false);
  vi.setSystemTime(NOW + 7.1 * DAY_MS);
  isFirstKey('s', 'order', '18');
  expect(stage.storage.size).toBe(1);
  expect(isFirstKey('s', 'order', '17')).toBe(true);
});

test('a clock that is set back by years keeps no order for ever', () => {
  vi.setSystemTime(NOW + 900 * DAY_MS);
  isFirstKey('s', 'order', '17');
  vi.setSystemTime(NOW);
  expect(isFirstKey('s', 'order', '17')).toBe(true);
});

test('where nothing can be stored every order counts', () => {
  stage.isStorageBlocked = true;
  expect(isFirstKey('s', 'order', '17')).toBe(true);
  expect(isFirstKey('s', 'order', '17')).toBe(true);
});
