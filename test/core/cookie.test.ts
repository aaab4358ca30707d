/** Checks that the cookies are read as they were written, by tag and servers alike. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Assignments,
  addAssignment,
  assignmentOf,
  cookiesIn,
  type Experiment,
  formatAssignments,
  formatCookie,
  formatRenewed,
  formatVisitor,
  hash,
  isWorn,
  MOST_ASSIGNMENTS,
  mergeAssignments,
  parseAssignments,
  parseVisitor,
  pickVisitor,
  replaceCookies,
} from '../../src/core/index.js';

const experiment = (id: string, salt?: string): Experiment => ({
  id,
  name: id,
  ...(salt !== undefined && { salt }),
  variants: ['control', 'b'].map((key) => ({ key, name: key, weight: 5000 })),
});
const none = (): Experiment[] => [];
const base64url = (value: number, from: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.subarray(from).toString('base64url');
};

test('a visitor is read as it was written', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(digits, fc.nat({ max: 4e12 }), fc.constantFrom('', 'example.co.nz'), (id, made, domain) => {
      const text = formatVisitor({ id, made, domain });
      expect(parseVisitor(text)).toEqual({ id, made, domain });
      // Behind a space the copy says on which day it was written.
      expect(parseVisitor(`${text} 20000`)).toEqual({ id, made, domain });
      // Behind a slash a server says when it wrote it.
      expect(parseVisitor(`${text}/mbnvk3g0`)).toEqual({ id, made, domain });
    }),
  );
});

test('every value of a cookie is found, in quotes and behind the commas of a proxy, too', () => {
  expect(cookiesIn('a=1; _fx=one; _fx_s=no; _fx="two", _fx=three', '_fx')).toEqual(['one', 'two', 'three']);
  expect(cookiesIn('my_fx=1; b=_fx=2', '_fx')).toEqual([]);
  expect(cookiesIn('a=1', '_fx')).toEqual([]);
});

test('cookies of a header are replaced by name, and the others stay', () => {
  const header = 'a=1; _fx=old;_fx_s=keep; _fx=older';
  expect(replaceCookies(header, [['_fx', 'new']])).toBe('a=1; _fx_s=keep; _fx=new');
  expect(replaceCookies('', [['_fx', 'new']])).toBe('_fx=new');
});

test('of several visitors the one of a domain counts, else the first that is one', () => {
  const [one, two] = ['a', 'b'].map((digit) => ({ id: digit.repeat(32), made: 1, domain: '' }));
  const wide = { id: 'c'.repeat(32), made: 1, domain: 'shop.example' };
  const texts = [one, two, wide].map((visitor) => formatVisitor(visitor as typeof wide));
  expect(pickVisitor(['0', ...texts])).toEqual(wide);
  expect(pickVisitor(['0', ...texts.slice(0, 2)])).toEqual(one);
  expect(pickVisitor(['0'])).toBeUndefined();
});

test('a cookie lasts 400 days on its host, unless another age, a domain and https are named', () => {
  expect(formatCookie('_fx', 'a', '', false)).toBe('_fx=a; Path=/; Max-Age=34560000; SameSite=Lax');
  expect(formatCookie('_fx_v', 'a', 'shop.example', true, '')).toBe(
    '_fx_v=a; Path=/; SameSite=Lax; Domain=shop.example; Secure',
  );
  expect(formatCookie('_fx', '', '', true, 0)).toBe('_fx=; Path=/; Max-Age=0; SameSite=Lax; Secure');
});

test('a server writes a visitor again 30 days after it last did, or after the id was made', () => {
  const DAY = 86_400_000;
  const visitor = { id: 'a'.repeat(32), made: 20_000 * DAY, domain: '' };
  const made = formatVisitor(visitor);
  expect([30, 31].map((days) => isWorn(made, visitor, visitor.made + days * DAY))).toEqual([false, true]);
  const renewed = formatRenewed(visitor, visitor.made + 31 * DAY);
  expect([60, 61, 62].map((days) => isWorn(renewed, visitor, visitor.made + days * DAY))).toEqual([false, false, true]);
});

test.each([undefined, null, '', '0', 'A'.repeat(32), `${'a'.repeat(32)}.t9p0`, `${'a'.repeat(32)}.t9p0.<b>`])(
  '%j is no visitor',
  (text) => {
    expect(parseVisitor(text)).toBe(undefined);
  },
);

test('assignments are hashes of the subject, of each experiment with its salt, and of the variant', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (subject, salt) => {
      const text = formatAssignments(addAssignment([], experiment('a', salt), 'b', none), subject);
      expect(text).toBe(
        `1.${base64url(hash(subject), 0)}.${base64url(hash(`a:${salt}`), 0)}${base64url(hash('b') & 0xffffff, 1)}`,
      );
    }),
  );
});

test('what was added is found, for this subject, this experiment and this salt', () => {
  const a = experiment('a');
  const text = formatAssignments(addAssignment(addAssignment([], a, 'control', none), experiment('c'), 'b', none), 's');
  const of = (subject: string, one: Experiment): string | null => assignmentOf(parseAssignments(text, subject), one);
  expect([of('s', a), of('s', experiment('c')), of('s', experiment('x'))]).toEqual(['control', 'b', null]);
  expect([of('s', experiment('a', 'pepper')), of('other', a)]).toEqual([null, null]);
  expect(of('s', { ...a, variants: a.variants.slice(1) })).toBe('');
  expect(parseAssignments('', 's')).toEqual([]);
  expect(parseAssignments(formatAssignments([], 's'), 's')).toEqual([]);
});

test('an experiment has one assignment: the last, or the same list where it is there already', () => {
  const a = experiment('a');
  const first = addAssignment([], a, 'control', none);
  expect(addAssignment(first, a, 'control', none)).toBe(first);
  const second = addAssignment(first, a, 'b', none);
  expect([second.length, assignmentOf(second, a)]).toEqual([1, 'b']);
});

test('a full cookie gives up what the manifest does not know, the oldest first, and else the oldest', () => {
  const all = Array.from({ length: MOST_ASSIGNMENTS }, (_, at) => experiment(`e${at}`));
  const full = all.reduce<Assignments>((list, one) => addAssignment(list, one, 'b', none), []);
  const isIn = (list: Assignments, at: number): boolean => assignmentOf(list, all[at] as Experiment) === 'b';
  const known = all.filter((_, at) => at !== 7);
  const strange = addAssignment(full, experiment('new'), 'b', () => known);
  expect([strange.length, isIn(strange, 7), isIn(strange, 0)]).toEqual([MOST_ASSIGNMENTS, false, true]);
  const old = addAssignment(full, experiment('new'), 'b', () => all);
  expect([old.length, isIn(old, 7), isIn(old, 0)]).toEqual([MOST_ASSIGNMENTS, true, false]);
});

test('merged assignments have each experiment once, own ones first to stay, and never more than there is room for', () => {
  const all = Array.from({ length: 200 }, (_, index) => experiment(`e${index}`));
  const give = (from: number, to: number, key: string): Assignments =>
    all.slice(from, to).reduce((list: Assignments, one) => addAssignment(list, one, key, none), []);
  const merged = mergeAssignments(give(0, 3, 'b'), give(2, 5, 'control'));
  expect(all.slice(0, 6).map((one) => assignmentOf(merged, one))).toEqual(['b', 'b', 'b', 'control', 'control', null]);
  const full = give(0, MOST_ASSIGNMENTS, 'b');
  expect(mergeAssignments(full, give(150, 200, 'control'))).toEqual(full);
  expect(mergeAssignments(full.slice(1), give(150, 200, 'control'))).toHaveLength(MOST_ASSIGNMENTS);
});
