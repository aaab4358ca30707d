/** Checks that what is unknown or malformed in a rule lets nobody in. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, type Rule } from '../../src/core/index.js';

const nest = (depth: number, inner: Rule): Rule => (depth ? { '!!': [nest(depth - 1, inner)] } : inner);

describe('what is unknown or malformed', () => {
  const BROKEN: readonly Rule[] = [
    { frobnicate: 1 },
    { constructor: [1] },
    JSON.parse('{"__proto__": [1]}'),
    {},
    { '==': [1, 1], '!=': [1, 2] },
    { '==': [1] },
    { '==': 1 },
    { '==': [1, 1, 1] },
    { '<': [1] },
    { '<': [1, 2, 3, 4] },
    { not: [] },
    { not: [1, 2] },
    { and: [] },
    { and: true },
    { or: [] },
    { or: true },
    { if: [] },
    { if: true },
    { in: ['a'] },
    { startsWith: ['a'] },
    { startsWith: ['a', 'a', 'a'] },
    { matches: ['a'] },
    { matches: ['a', '('] },
    { matches: [1, '('] },
    { var: [] },
    { var: [null] },
    { var: 1 },
    { var: true },
    { var: ['a', 1, 2] },
    nest(33, true),
  ];
  /** Ways to stand in a rule where evaluation comes by for certain. */
  const WRAPS: readonly ((inner: Rule) => Rule)[] = [
    (inner) => ({ not: [inner] }),
    (inner) => ({ '!': inner }),
    (inner) => ({ '!!': [inner] }),
    (inner) => ({ '==': [inner, 1] }),
    (inner) => ({ '!=': [1, inner] }),
    (inner) => ({ '!==': [inner, 1] }),
    (inner) => ({ '<': [2, 1, inner] }),
    (inner) => ({ in: [1, [1, inner]] }),
    (inner) => ({ startsWith: [1, inner] }),
    (inner) => ({ matches: [inner, 'x'] }),
    (inner) => ({ and: [inner, true] }),
    (inner) => ({ and: [true, inner] }),
    (inner) => ({ or: [inner, true] }),
    (inner) => ({ or: [false, inner] }),
    (inner) => ({ if: [inner, true, true] }),
    (inner) => ({ if: [true, inner, true] }),
    (inner) => ({ if: [false, true, inner] }),
    (inner) => ({ var: ['nothing', inner] }),
    (inner) => [inner],
  ];

  test.each(BROKEN.map((rule) => [JSON.stringify(rule).slice(0, 60), rule] as const))(
    '%s is false, and so is its negation',
    (_, rule) => {
      expect(matches(rule, {})).toBe(false);
      expect(matches({ not: [rule] }, {})).toBe(false);
    },
  );

  test('makes the whole rule false wherever evaluation reaches it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BROKEN),
        fc.array(fc.constantFrom(...WRAPS), { maxLength: 8 }),
        (broken, wraps) => {
          expect(
            matches(
              wraps.reduce((inner, wrap) => wrap(inner), broken),
              { a: 1 },
            ),
          ).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('does no harm where evaluation never comes', () => {
    for (const broken of BROKEN) {
      expect(matches({ or: [true, broken] }, {})).toBe(true);
      expect(matches({ not: [{ and: [false, broken] }] }, {})).toBe(true);
      expect(matches({ if: [true, true, broken] }, {})).toBe(true);
      expect(matches({ if: [false, broken, true] }, {})).toBe(true);
      expect(matches({ var: ['a', broken] }, { a: 1 })).toBe(true);
    }
  });

  test('is an operator nested 33 deep, not one nested 32 deep', () => {
    expect(matches(nest(32, true), {})).toBe(true);
    expect(matches(nest(33, true), {})).toBe(false);
    expect(matches({ not: nest(32, true) }, {})).toBe(false);
    expect(matches(JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`), {})).toBe(false);
  });

  test('is a getter of the page that throws', () => {
    const context = {
      get user(): never {
        throw new Error('not yet');
      },
    };
    expect(matches({ not: [{ var: 'user.tier' }] }, context)).toBe(false);
  });
});
