/** Tests small promises that every part of the tag rests on: what is frozen, what may throw, what is made late. */

import { expect, test, vi } from 'vitest';
import { attempt, freeze, lazy } from '../../src/tag/guard.js';

test('a frozen value is frozen all the way down, whatever it holds', () => {
  const value = freeze({ list: [{ deep: 1 }], none: null, text: 'a', number: 1 });
  expect(() => Object.assign(value.list[0] as object, { deep: 2 })).toThrow(TypeError);
  expect(() => value.list.push({ deep: 3 })).toThrow(TypeError);
  expect(value).toEqual({ list: [{ deep: 1 }], none: null, text: 'a', number: 1 });
});

test('what throws is told to who asks, and is nothing to others', () => {
  const told: unknown[] = [];
  const fail = (): never => {
    throw new Error('no');
  };
  expect([attempt(fail), attempt(fail, (error) => told.push(error))]).toEqual([undefined, undefined]);
  expect(told).toEqual([new Error('no')]);
});

test('what is made late is made once, also where it is nothing', () => {
  const make = vi.fn(() => undefined);
  const made = lazy(make);
  expect([made(), made(), make.mock.calls.length]).toEqual([undefined, undefined, 1]);
});
