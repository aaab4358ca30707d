/** Checks that rows come back by browser, whoever posted the names of browsers. */

import { expect, test } from 'vitest';
import { bucketOf, createBuckets, hashText } from '../../../src/results/engines/buckets.js';
import { eachBrowser } from '../../../src/results/engines/chains.js';
import { type ConversionRow, type Row, writeRow } from '../../../src/results/engines/rows.js';
import { sameHash } from './samehash.js';

const conversion = (browser: string, id: number): ConversionRow => ({
  is: 'conversion',
  browser,
  subject: browser,
  timeMs: id,
  skewMs: Number.NaN,
  name: 1,
  value: id,
  id,
});

function rowsOf(names: readonly string[]): Map<string, number[]> {
  const buckets = createBuckets();
  for (const [at, name] of [...names, ...names].entries()) writeRow(buckets, conversion(name, at));
  const found = new Map<string, number[]>();
  const onRows = (browser: string, rows: Row[]) =>
    found.set(
      browser,
      rows.map((row) => (row.is === 'conversion' && row.browser === browser ? row.value : Number.NaN)),
    );
  for (const bucket of new Set(names.map((name) => bucketOf(hashText(name)))))
    eachBrowser({ bytes: buckets.take(bucket), onRows });
  buckets.close();
  return found;
}

test.each([1, 2, 15, 16, 17, 40])('%i browsers whose names were made to hash alike are told apart', (count) => {
  const names: string[] = [];
  for (const name of sameHash(hashText('a'))) if (names.push(name) === count) break;
  expect(new Set(names.map(hashText)).size).toBe(1);
  const found = rowsOf(names);
  expect([...found]).toEqual(
    [...names].sort().map((name) => [name, [names.indexOf(name), names.indexOf(name) + count]]),
  );
});

test('names that are no ASCII, and long ones, come back as they were', () => {
  const names = ['ä€😀', 'x'.repeat(256), '😀'.repeat(128), '日本語', ''];
  expect([...rowsOf(names).keys()].sort()).toEqual([...names].sort());
});

test('a browser with thousands of rows has all of them, in the order in which they were written', () => {
  expect([...rowsOf(Array.from({ length: 3000 }, () => 'a'))]).toEqual([
    ['a', Array.from({ length: 6000 }, (_, at) => at)],
  ]);
});
