/** Tests small promises that every part of the tag rests on: what is frozen, what a subject is, what is lacking. */

import { afterEach, expect, test, vi } from 'vitest';
import { attempt, freeze, lazy } from '../../src/tag/guard.js';
import { toSubject } from '../../src/tag/subject.js';
import { hasAll } from '../../src/tag/without/whole.js';

afterEach(() => {
  vi.restoreAllMocks();
});

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

test('a subject that is none is told, cut to a line, and no subject is no fault', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect([toSubject('user-1'), toSubject(undefined), toSubject(null)]).toEqual(['user-1', undefined, undefined]);
  expect(warn).not.toHaveBeenCalled();
  expect(toSubject(['x'.repeat(200)])).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(`fx: no subject: ${'x'.repeat(99)}`);
});

test('a composed container starts where nothing is asked for that it lacks, and only there', () => {
  // The list of what is lacking is written in when a container is composed; its name stands for one entry of it here.
  expect([hasAll({}), hasAll({ collect: 'https://c.example/' }), hasAll({ FX_LACKS: '' })]).toEqual([
    true,
    true,
    false,
  ]);
});
