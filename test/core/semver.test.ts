/** Tests the operator `semver`: the same answers as npm's semver, and nobody let in by what is malformed. */

import fc from 'fast-check';
import { satisfies, validRange } from 'semver';
import { expect, test } from 'vitest';
import { matches } from '../../src/core/index.js';

const number = fc.constantFrom('0', '1', '2', '3', '10');
const prerelease = fc.constantFrom(
  '',
  '',
  '',
  '',
  '-alpha',
  '-alpha.1',
  '-beta.2',
  '-0',
  '-rc.10',
  '-1.a',
  '-dev',
  '-a-x',
);
const build = fc.constantFrom('', '', '', '+b.1');
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const dot = fc.constant('.');

const version = join(number, dot, number, dot, number, prerelease, build);
const partial = fc.oneof(
  version,
  number,
  join(number, dot, number),
  join(number, dot, fc.constantFrom('x', 'X', '*')),
  join(number, dot, number, dot, fc.constantFrom('x', '*')),
  fc.constantFrom('*', ''),
);
const comparator = join(
  fc.constantFrom('', '=', '>', '>=', '<', '<=', '^', '~', '~>'),
  fc.constantFrom('', ' ', 'v'),
  partial,
);
const set = fc.oneof(
  comparator,
  join(comparator, fc.constant(' '), comparator),
  join(partial, fc.constant(' - '), partial),
);
const range = fc.oneof(
  set,
  join(set, fc.constantFrom('||', ' || '), set),
  join(set, fc.constantFrom('.', '!', ' >', '||')),
);
const subject = fc.oneof(
  { arbitrary: version, weight: 9 },
  join(fc.constantFrom(' ', 'v', '='), version),
  fc.constantFrom('1.2', '1.x.3', 'next', ''),
);

/**
 * Prereleases of the next version, in a range that ends before it: npm takes the border apart, and nobody writes that.
 */
const isBorder = (text: string): boolean =>
  /[<>]=? ?v?(\d+(\.(\d+|[xX*]))?(\.[xX*])?|[xX*])?( |$)/.test(text) && /-/.test(text);

/**
 * Where one of several alternatives is anything, npm forgets the others, and with them the prereleases that they take.
 */
const hasAny = (wanted: string): boolean =>
  wanted.includes('||') && wanted.split('||').some((one) => validRange(one) === '*');

test('semver answers as npm does, whatever is asked', () => {
  fc.assert(
    fc.property(subject, range, (text, wanted) => {
      // Of two signs one after the other npm takes some and refuses others.
      fc.pre(!isBorder(wanted) && !/[<>=~^] +[<>=~^]/.test(wanted) && !(/-/.test(text) && hasAny(wanted)));
      const holds = matches({ semver: [text, wanted] }, {});
      const fails = matches({ not: [{ semver: [text, wanted] }] }, {});
      // A malformed range makes the whole rule false, below `not`, too.
      const expected =
        validRange(wanted) === null ? [false, false] : [satisfies(text, wanted), !satisfies(text, wanted)];
      expect([holds, fails]).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['2.3.0', '>=2.3 <4', true],
  ['4.0.0-beta', '>=2.3 <4', false],
  ['0.2.9', '^0.2.3', true],
  ['0.3.0', '^0.2.3', false],
  ['1.2.3-beta.2', '>=1.2.3-beta.1', true],
  ['1.2.4-beta.2', '>=1.2.3-beta.1', false],
  ['1.2.3-beta.10', '>1.2.3-beta.9', true],
  ['1.2.3', '1.2.3-beta - 2', true],
  ['1.2.3+build.7', '1.2.3', true],
  ['20240131123456.0.0', '>=20240131123455', true],
])('whether %s lies in the range %s is %s', (text, wanted, holds) => {
  expect(matches({ semver: [{ var: 'app.version' }, wanted] }, { app: { version: text } })).toBe(holds);
});

test('a fact that is no text is in no range, and a range that is none is for nobody', () => {
  for (const fact of [undefined, null, 1, {}, ['1.2.3']]) {
    expect(matches({ semver: [{ var: 'v' }, '*'] }, { v: fact })).toBe(false);
    expect(matches({ not: [{ semver: [{ var: 'v' }, '>=one'] }] }, { v: fact })).toBe(false);
  }
  expect(matches({ semver: ['1.2.3', 1] }, {})).toBe(false);
});

test('a version of 100,000 characters is read without delay', () => {
  expect(matches({ semver: [`1.2.3-${'a.'.repeat(50_000)}`, '*'] }, {})).toBe(false);
});
