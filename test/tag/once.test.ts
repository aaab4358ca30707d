import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isFirst } from '../../src/tag/once.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const DAY_MS = 864e5;

test('an order is counted once for a subject and an event', () => {
  expect(isFirst('s', 'order', '17')).toBe(true);
  expect(isFirst('s', 'order', '17')).toBe(false);
  expect(isFirst('s', 'order', '18')).toBe(true);
  expect(isFirst('s', 'refund', '17')).toBe(true);
  expect(isFirst('t', 'order', '17')).toBe(true);
});

test('after 7 days an order counts again, and what is older leaves the storage', () => {
  isFirst('s', 'order', '17');
  vi.setSystemTime(NOW + 6.9 * DAY_MS);
  expect(isFirst('s', 'order', '17')).toBe(false);
  vi.setSystemTime(NOW + 7.1 * DAY_MS);
  isFirst('s', 'order', '18');
  expect(stage.storage.size).toBe(1);
  expect(isFirst('s', 'order', '17')).toBe(true);
});

test('a clock that is set back by years keeps no order for ever', () => {
  vi.setSystemTime(NOW + 900 * DAY_MS);
  isFirst('s', 'order', '17');
  vi.setSystemTime(NOW);
  expect(isFirst('s', 'order', '17')).toBe(true);
});

test('where nothing can be stored every order counts', () => {
  stage.isStorageBlocked = true;
  expect(isFirst('s', 'order', '17')).toBe(true);
  expect(isFirst('s', 'order', '17')).toBe(true);
});
