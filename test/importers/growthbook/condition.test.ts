/** Checks that conditions let in whom GrowthBook lets in, or are refused with their reason. */

import { GrowthBook } from '@growthbook/growthbook';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches, type Rule } from '../../../src/core/index.js';
import { toRule } from '../../../src/importers/growthbook/condition.js';
import type { TranslationNotes } from '../../../src/importers/translation.js';

const translated = (condition: object): Rule => {
  const notes: TranslationNotes = { carried: [], translated: [], needs: [] };
  return (toRule(condition, notes) ?? true) as Rule;
};

/** Whether GrowthBook lets somebody in. */
const theirs = (condition: object, attributes: Readonly<Record<string, unknown>>): boolean =>
  new GrowthBook({ attributes: { id: 'u', ...attributes } }).run({
    key: 'e',
    variations: [0, 1],
    condition: condition as never,
    weights: [0.5, 0.5],
  }).inExperiment;

const fact = fc.constantFrom(
  undefined,
  null,
  0,
  1,
  5,
  17,
  18,
  18.5,
  -3,
  'NZ',
  '5',
  '1',
  '0',
  '',
  'true',
  true,
  false,
  'nz',
);
const wanted = fc.constantFrom(0, 1, 5, 18, 'NZ', '5', '1', '0', '', 'true', true, false, null);
const test1 = fc.oneof(
  wanted,
  fc.record({ $eq: wanted }),
  fc.record({ $ne: wanted }),
  fc.record({ $in: fc.array(wanted, { maxLength: 4 }) }),
  fc.record({ $nin: fc.array(wanted, { maxLength: 4 }) }),
  fc
    .record({ $gt: fc.constantFrom(-5, 0, 18), $lte: fc.constantFrom(1, 18, 40) }, { requiredKeys: [] })
    .filter((one) => Object.keys(one).length > 0),
  fc
    .record({ $gte: fc.constantFrom(-5, 0, 18), $lt: fc.constantFrom(1, 18, 40) }, { requiredKeys: [] })
    .filter((one) => Object.keys(one).length > 0),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $not: fc.oneof(fc.record({ $eq: wanted }), fc.record({ $in: fc.array(wanted) })) }),
);
const plain = fc.dictionary(fc.constantFrom('a', 'b', 'c'), test1, { maxKeys: 3 });
const condition = fc.oneof(
  plain,
  fc.record({ $and: fc.array(plain, { maxLength: 3 }) }),
  fc.record({ $or: fc.array(plain, { maxLength: 3 }), a: test1 }),
  fc.record({ $nor: fc.array(plain, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $not: plain }),
);

test('2,000 conditions let in exactly whom GrowthBook lets in, also where facts are missing or of another type', () => {
  fc.assert(
    fc.property(condition, fc.record({ a: fact, b: fact, c: fact }), (one, facts) => {
      // Booleans are ordered by nobody: GrowthBook counts them as 0 and 1.
      const isOrdered = /\$[gl]te?/.test(JSON.stringify(one));
      fc.pre(!isOrdered || Object.values(facts).every((value) => typeof value !== 'boolean' && value !== ''));
      const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
      expect(matches(translated(one), { user: given })).toBe(theirs(one, given));
    }),
    { numRuns: 2000, seed: 15 },
  );
});

test.each([
  [{ age: { $lt: 18 } }, {}, true],
  [{ age: { $gt: 18 } }, {}, false],
  [{ plan: 'pro' }, { plan: 'pro' }, true],
  [{ size: '5' }, { size: 5 }, true],
  [{ size: 5 }, { size: '5' }, true],
  [{ name: { $regex: '^n' } }, {}, true],
  [{ app: { $vlt: '2.0.0' } }, {}, true],
  [{ app: { $vgte: '2.0.0' } }, {}, false],
] as const)('the condition %j on the facts %j is %j, as in GrowthBook', (one, facts, isIn) => {
  expect([matches(translated(one), { user: facts }), theirs(one, facts)]).toEqual([isIn, isIn]);
});

test.each([
  [{ a: { $in: 'NZ' } }, '$in of its condition is no list'],
  [{ a: { $nin: { 0: 1 } } }, '$nin of its condition is no list'],
  [{ a: { $gt: '2024-01-01' } }, 'it orders user.a by "2024-01-01": rules order numbers alone'],
  [{ a: { $lt: null } }, 'it orders user.a by null'],
  [{ a: { $regex: '(' } }, '"(" in its condition is no regular expression'],
  [{ a: { $regex: 5 } }, '5 in its condition is no regular expression'],
  [{ a: ['x'] }, 'it asks for a list'],
  [{ a: {} }, 'whether user.a is an empty object'],
  [{ a: { b: 1 } }, 'its condition has b'],
  [{ tags: { $elemMatch: { $eq: 'x' } } }, 'its condition has $elemMatch'],
  [{ $savedGroup: { id: 'g' } }, 'its condition has $savedGroup'],
  [{ $and: { a: 1 } }, '$and of its condition is no list'],
  [{ $nor: [] }, 'an empty $nor lets nobody in'],
  [{ $or: [{ a: 1 }, null] }, 'its condition is no object'],
])('the condition %j is refused: %s', (one, reason) => {
  expect(() => translated(one)).toThrow(reason);
});
