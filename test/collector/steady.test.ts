/** Tests clocks that are set back while something is timed by them. */

import { expect, test } from 'vitest';
import { createLimit, createSteadyClock } from '../../src/collector/index.js';

const YEAR_MS = 365 * 86_400_000;

test('a clock that is set back stands still, and then goes on', () => {
  let at = 10_000;
  const steady = createSteadyClock(() => at);
  expect(steady()).toBe(10_000);
  at = 4000;
  expect(steady()).toBe(10_000);
  at = 4500;
  expect(steady()).toBe(10_500);
  at = 60_000;
  expect(steady()).toBe(66_000);
});

test('what passed while nobody looked at a clock that was set back is known by one that nobody sets', () => {
  let [at, passed] = [YEAR_MS, 0];
  const steady = createSteadyClock(
    () => at,
    () => passed,
  );
  at -= 5000;
  passed += 7000;
  expect(steady()).toBe(YEAR_MS + 7000);
  expect(createSteadyClock(Date.now)()).toBeGreaterThan(YEAR_MS);
});

test('tries come back at their pace though the clock was set back by a year', () => {
  let at = 2 * YEAR_MS;
  const limit = createLimit(1, 1000, () => at);
  expect([limit.take('ada'), limit.take('ada')]).toEqual([true, false]);
  at -= YEAR_MS;
  expect(limit.take('ada')).toBe(false);
  at += 1000;
  expect(limit.take('ada')).toBe(true);
});
