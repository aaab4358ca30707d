/** Tests the command line of the bench. */

import { expect, test } from 'vitest';
import { readArgs } from '../../bench/args.mjs';

const known = { suites: ['size', 'cost'], contenders: ['nothing', 'fx-container', 'growthbook-inline'] };
const read = (...argv: string[]) => readArgs(argv, known);

test('without arguments everything is measured, and written down', () => {
  expect(read()).toMatchObject({ ...known, isNarrowed: false, isQuick: false, runs: 10, allowsMissing: false });
});

test('--only takes suites and contenders, together or repeated', () => {
  expect(read('--only', 'cost,fx-container', '--only', 'growthbook-inline')).toMatchObject({
    suites: ['cost'],
    contenders: ['fx-container', 'growthbook-inline'],
    isNarrowed: true,
  });
});

test('a contender alone is measured in every suite', () => {
  expect(read('--only', 'fx-container').suites).toEqual(known.suites);
});

test('--quick takes fewer runs, unless they are named', () => {
  expect(read('--quick').runs).toBe(3);
  expect(read('--quick', '--runs', '5').runs).toBe(5);
});

test('what makes no sense is refused in a sentence', () => {
  expect(() => read('--only', 'mojito')).toThrow('There is no suite and no contender "mojito": --list names them.');
  expect(() => read('--runs', 'many')).toThrow('--runs takes a whole number from 1 on, not "many".');
  expect(() => read('--runs', '0')).toThrow();
  expect(() => read('--fast')).toThrow();
});
