/** Tests a variant as its file says it, the list that somebody works on, and what becomes of two who changed it. */

import { expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { waitFor } from '../../src/editor/arrivals.js';
import { put } from '../../src/editor/sketch.js';
import { changesOf, isSameWork, mergedWork, outcomeOf, withSheet } from '../../src/editor/work.js';

const text = (selector: string, value: string): Op => ({ op: 'replaceText', selector, value });
const [ONE, TWO, THREE] = [text('h1', 'One'), text('h2', 'Two'), text('h3', 'Three')];
const work = (...domOps: Op[]) => ({ css: '', domOps });

test('a variant makes a list that makes the same variant', () => {
  for (const one of [work(), work(ONE, TWO), { css: 'h1 {}', domOps: [ONE] }, { css: 'h1 {}', domOps: [] }])
    expect(outcomeOf(changesOf(one))).toEqual(one);
});

test('what is switched off is in no file', () => {
  const edits = changesOf({ css: 'h1 {}', domOps: [ONE] });
  expect(outcomeOf(edits.map((one) => ({ ...one, isOn: false })))).toEqual(work());
});

test('the css of a variant is one line of the list, and goes where it is emptied', () => {
  const edits = withSheet(withSheet(changesOf(work(ONE)), 'a {}'), 'b {}');
  expect(outcomeOf(edits)).toEqual({ css: 'b {}', domOps: [ONE] });
  expect(new Set(edits.map(({ id }) => id)).size).toBe(edits.length);
  expect(outcomeOf(withSheet(edits, ' '))).toEqual(work(ONE));
  // A style sheet that an op adds is no css of the variant.
  const sheet: Op = { op: 'injectCSS', value: 'c {}' };
  expect(outcomeOf(put(edits, sheet))).toEqual({ css: 'b {}', domOps: [ONE, sheet] });
});

test.each([
  ['what only I changed is mine', work(ONE), work(ONE, TWO), work(ONE), work(ONE, TWO)],
  ['what only they changed is theirs', work(ONE), work(ONE), work(ONE, TWO), work(ONE, TWO)],
  ['both additions are in', work(ONE), work(ONE, TWO), work(ONE, THREE), work(ONE, THREE, TWO)],
  ['what I took out is out', work(ONE, TWO), work(TWO), work(ONE, TWO, THREE), work(TWO, THREE)],
  ['what they took out is out', work(ONE, TWO), work(ONE, TWO), work(TWO), work(TWO)],
  [
    'where both changed the same, mine is in',
    work(ONE),
    work(text('h1', 'Mine')),
    work(text('h1', 'Theirs')),
    work(text('h1', 'Mine')),
  ],
  [
    'css goes the same way',
    { css: 'a', domOps: [] },
    { css: 'a', domOps: [] },
    { css: 'b', domOps: [] },
    { css: 'b', domOps: [] },
  ],
] as const)('of two who changed a variant, %s', (_, base, mine, theirs, both) => {
  expect(mergedWork(base, mine, theirs)).toEqual(both);
});

test('fields in another order are the same work', () => {
  expect(isSameWork(work(ONE), work({ value: 'One', selector: 'h1', op: 'replaceText' }))).toBe(true);
  expect(isSameWork(work(ONE, TWO), work(TWO, ONE))).toBe(false);
  expect(isSameWork(work(ONE), { css: 'a', domOps: [ONE] })).toBe(false);
});

test.each([
  [0, undefined],
  [900, undefined],
  [1500, 5000],
  [2600, 10_000],
  [600_000, 60_000],
])('for an element that came %i ms late a change waits %j ms', (lateMs, waits) => {
  expect(waitFor(lateMs)).toBe(waits);
});
