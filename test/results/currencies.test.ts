/** Checks that amounts in several currencies are not added up in silence. */

import { expect, test } from 'vitest';
// Built, as DuckDB runs in a child.
import { countInDuckDb } from '../../dist/esm/results/engines/duckdb/engine.js';
import { asked, conversion, countLines, exposure, fileOf, type Line, metric } from './made.js';

const LINES: readonly Line[] = [
  exposure('a', 'control', 0),
  conversion('a', 1, { value: 10, currency: 'EUR' }),
  conversion('a', 2, { value: 11, currency: 'eur' }),
  conversion('a', 3, { value: 12, currency: 'USD' }),
  conversion('a', 4, { value: 13 }),
  conversion('a', 5, { value: 14, currency: 'much too long to be a currency' }),
  conversion('a', 6, { value: 15, currency: 7 }),
  conversion('a', 7, { name: 'tip', value: 1, currency: 'CHF' }),
];
const about = (fields: Parameters<typeof metric>[0]) => asked({ metrics: [metric(fields)] });
const odditiesOf = async (lines: readonly Line[], asking = about({ kind: 'sum' })) =>
  (await countLines(lines, asking)).reading.oddities;

const SENTENCE =
  'The amounts of purchase are in EUR (2) and USD (1), and are added up as if they were one currency: convert them before, or give each currency an event of its own.';

test('a metric that adds up two currencies is named with both', async () => {
  expect(await odditiesOf(LINES)).toEqual([SENTENCE]);
});

test('the engine in a child process names the same two currencies', async () => {
  const question = { experiments: [about({ kind: 'sum' })], by: [], isStitched: true };
  const found = await countInDuckDb(question, { files: [fileOf(LINES)], parquet: [] });
  if (!found.ok) throw new Error(found.reason);
  expect(found.reading.oddities).toEqual([SENTENCE]);
});

test.each([['average'], ['quantile'], ['ratio']] as const)('values of the kind %s are amounts, too', async (kind) => {
  expect(await odditiesOf(LINES, about({ kind, over: { eventName: 'visit', isValue: false } }))).toEqual([SENTENCE]);
});

test('what a ratio divides by may be amounts', async () => {
  const counted = { kind: 'ratio', isCounted: true, over: { eventName: 'visit', isValue: false } } as const;
  expect(await odditiesOf(LINES, about(counted))).toEqual([]);
  const ratio = { kind: 'ratio', eventName: 'visit', over: { eventName: 'purchase', isValue: true } } as const;
  expect(await odditiesOf(LINES, about(ratio))).toEqual([SENTENCE]);
});

test('one currency, names that are none, and what is only counted say nothing', async () => {
  expect(await odditiesOf(LINES.filter(({ currency }) => currency !== 'USD'))).toEqual([]);
  expect(await odditiesOf(LINES, about({ kind: 'conversion' }))).toEqual([]);
  expect(await odditiesOf(LINES, about({ kind: 'count' }))).toEqual([]);
  expect(await odditiesOf(LINES, about({ kind: 'sum', eventName: 'tip' }))).toEqual([]);
});

test('of many made-up names no more than twenty are kept', async () => {
  const codes = Array.from(
    { length: 60 },
    (_, at) => `X${String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26))}`,
  );
  const many = codes.map((currency, at) => conversion('a', at, { currency }));
  const [sentence = ''] = await odditiesOf(many);
  expect(sentence.match(/\b[A-Z]{3}\b \(/g)).toHaveLength(20);
});
