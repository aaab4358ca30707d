/** Tests the subject that a host gives: what is taken as one, and what is said of anything else. */

import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { toSubject } from '../../src/tag/subject.js';

let warn: MockInstance;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('a subject that is none is told, cut to a line, and no subject is no fault', () => {
  expect([toSubject('user-1'), toSubject(undefined), toSubject(null)]).toEqual(['user-1', undefined, undefined]);
  expect(warn).not.toHaveBeenCalled();
  expect(toSubject(['x'.repeat(200)])).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(`fx: no subject: ${'x'.repeat(99)}`);
});

test('a number is the text of it, and those that stand for nobody are no subject', () => {
  expect(toSubject(42)).toBe('42');
  expect([toSubject(0), toSubject(Number.NaN)]).toEqual([undefined, undefined]);
  expect(warn.mock.calls).toEqual([['fx: no subject: 0'], ['fx: no subject: NaN']]);
});

test('a value that cannot be written as text is told all the same', () => {
  const broken = {
    toString() {
      throw new Error('no text');
    },
  };
  expect([toSubject(broken), toSubject(Object.create(null)), toSubject(Symbol('s'))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(warn.mock.calls).toEqual(Array(3).fill(['fx: no subject: undefined']));
});
