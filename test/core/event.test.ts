/** Tests what may stand in an event: times, values and texts, and how one is made that every reader takes. */

import { afterEach, expect, test, vi } from 'vitest';
import {
  FIRST_TIME,
  fitText,
  formatId,
  isAmount,
  isText,
  isTime,
  LARGEST_VALUE,
  LAST_TIME,
  LONGEST_PATH,
  makeEvent,
} from '../../src/core/event.js';
import { readEvent } from '../../src/core/reading.js';

afterEach(() => {
  vi.useRealTimers();
});

test('a time is from the beginning of 2000 to before 2100', () => {
  const [first, last] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];
  expect([FIRST_TIME, LAST_TIME]).toEqual([first, last]);
  expect([first - 1, first, last - 1, last, Number.NaN, `${first}`, null].map(isTime)).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a value is a number up to the largest, on both sides of nothing', () => {
  expect([0, LARGEST_VALUE, -LARGEST_VALUE].map(isAmount)).toEqual([true, true, true]);
  expect([LARGEST_VALUE + 1, -LARGEST_VALUE - 1, Number.NaN, '1', null].some(isAmount)).toBe(false);
});

test('a text has its length, and whole characters', () => {
  expect(['a', 'abc', '🙂'].map((text) => isText(text, 1, 3))).toEqual([true, true, true]);
  expect(['', 'abcd', 'a\0', '\ud83d', '\ude42', 7, ['a']].some((text) => isText(text, 1, 3))).toBe(false);
});

test('a text is made to fit: cut, without NUL and what is left of a character', () => {
  expect(fitText('a\0b🙂', 4)).toBe('a\ufffdb\ufffd');
  expect(fitText('🙂', 2)).toBe('🙂');
  expect(isText(fitText('🙂'.repeat(3000), 4095), 4095, 4095)).toBe(true);
});

test('what is made of a page that names anything is an event that is read', () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 5, 1) });
  const frame = { subject: 's', visitor: undefined, revision: `r\0${'x'.repeat(200)}`, path: '/cart?mail=a@b.c#top' };
  const conversion = { type: 'conversion', name: 'order', value: 2 } as const;
  const event = makeEvent('e1', frame, conversion);
  expect(event).toMatchObject({ at: Date.UTC(2026, 5, 1), path: '/cart', name: 'order' });
  expect(event.revision).toBe(`r\ufffd${'x'.repeat(126)}`);
  expect(readEvent(event).ok).toBe(true);
  expect(makeEvent('e1', { ...frame, path: '/#/a?b\nc' }, conversion).path).toBe('/');
  expect(makeEvent('e1', { ...frame, path: '/'.repeat(3000) }, conversion).path).toHaveLength(LONGEST_PATH);
});

test('an event that is made without a revision has an empty one', () => {
  const frame = { subject: 's', visitor: undefined, path: '/' };
  for (const revision of [undefined, null])
    expect(makeEvent('e1', { ...frame, revision }, { type: 'conversion', name: 'a', value: 1 }).revision).toBe('');
});

test('an id has all of its digits, also those of small numbers', () => {
  expect(formatId(Uint32Array.of(0, 1, 0xabc, 2 ** 32 - 1))).toBe('000000000000000100000abcffffffff');
});
