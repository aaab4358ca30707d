/** Tests how many tries somebody has in a time, and that strangers cannot fill the memory. */

import { expect, test } from 'vitest';
import { createLimit, type Limit } from '../../src/collector/limit.js';

/** A limit, and a clock that a test turns. */
function limited(most: number, everyMs: number): { limit: Limit; wait(ms: number): void } {
  let at = 1_000_000;
  return {
    limit: createLimit(most, everyMs, () => at),
    wait: (ms) => {
      at += ms;
    },
  };
}

test('so many tries are let through at once, each of another stranger by themselves', () => {
  const { limit } = limited(2, 1000);
  expect(['a', 'a', 'a', 'b', 'a', 'b', 'b'].map(limit.take)).toEqual([true, true, false, true, false, true, false]);
});

test('one try comes back each time, and a wait of hours brings no more than all', () => {
  const { limit, wait } = limited(2, 1000);
  expect(['a', 'a'].map(limit.take)).toEqual([true, true]);
  wait(999);
  expect(limit.take('a')).toBe(false);
  wait(1);
  expect(['a', 'a'].map(limit.take)).toEqual([true, false]);
  wait(3_600_000);
  expect(['a', 'a', 'a'].map(limit.take)).toEqual([true, true, false]);
});

test('time that has gone by counts towards the next try', () => {
  const { limit, wait } = limited(2, 1000);
  expect(['a', 'a'].map(limit.take)).toEqual([true, true]);
  wait(1500);
  expect(limit.take('a')).toBe(true);
  wait(500);
  expect(['a', 'a'].map(limit.take)).toEqual([true, false]);
});

test('a clock that is set back gives no try back, and takes none away', () => {
  const { limit, wait } = limited(2, 1000);
  expect(limit.take('a')).toBe(true);
  wait(-60_000);
  expect(['a', 'a'].map(limit.take)).toEqual([true, false]);
});

test('who turned out to be right has all tries again', () => {
  const { limit } = limited(1, 1000);
  expect(['a', 'b', 'a'].map(limit.take)).toEqual([true, true, false]);
  limit.clear('a');
  expect(['a', 'b'].map(limit.take)).toEqual([true, false]);
});

test('a memory that is full is searched once a second, and who turned out to be right is forgotten', () => {
  let at = 0;
  const limit = createLimit(1, 60_000, () => at);
  for (let stranger = 0; stranger < 10_000; stranger++) limit.take(`one ${stranger}`);
  expect([limit.take('new'), limit.take('newer')]).toEqual([true, false]);
  at += 500;
  expect(limit.take('newest')).toBe(false);
  expect(limit.take('one 7')).toBe(false);
  for (const who of ['one 7', 'one 8']) limit.clear(who);
  expect(limit.take('one 7')).toBe(true);
});
