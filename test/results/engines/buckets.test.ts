/** Tests buckets: however many subjects there are, what is in memory at once stays small. */

import { expect, test } from 'vitest';
import { BUCKETS, bucketOf, hashText } from '../../../src/results/engines/buckets.js';
import { seeded } from './shop.js';

const COUNT = 200_000;
/** Beyond so many a Map of V8 throws. */
const MAP_LIMIT = 2 ** 24;
const MANY_SUBJECTS = 100_000_000;

const random = seeded(7);
const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

test.each([
  ['random ids', () => hex(32)],
  ['ids that count up', (at: number) => `${at}`],
  ['names with a number', (at: number) => `user-${at * 1000}`],
  ['addresses', (at: number) => `person.${at}@example.com`],
])('of a hundred million subjects with %s no bucket holds a tenth of what a Map may', (_, idOf) => {
  const held = new Array<number>(BUCKETS).fill(0);
  for (let at = 0; at < COUNT; at++) {
    const bucket = bucketOf(hashText(idOf(at)));
    held[bucket] = (held[bucket] ?? 0) + 1;
  }
  expect((Math.max(...held) / COUNT) * MANY_SUBJECTS).toBeLessThan(MAP_LIMIT / 10);
  // Sixteen files of events are filled alike, too: each is what DuckDB counts at once.
  const files = held.reduce<number[]>((sums, count, bucket) => {
    sums[bucket % 16] = (sums[bucket % 16] ?? 0) + count;
    return sums;
  }, []);
  expect(Math.max(...files)).toBeLessThan((COUNT / 16) * 1.2);
});
