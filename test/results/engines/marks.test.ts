/** Tests the hashes that are remembered in few bytes: none is forgotten, and few others are taken for one. */

import { expect, test } from 'vitest';
import { hashText } from '../../../src/results/engines/buckets.js';
import { createMarks } from '../../../src/results/engines/marks.js';

const hashesOf = (name: string, count: number) => Array.from({ length: count }, (_, at) => hashText(`${name}-${at}`));

test('no hash that was added is forgotten, and of a million others few are taken for one', () => {
  const marks = createMarks();
  const added = hashesOf('user', 100_000);
  for (const hash of added) marks.add(hash);
  expect(added.every(marks.has)).toBe(true);
  const others = hashesOf('visitor', 1_000_000).filter(marks.has).length;
  expect(others / 1_000_000).toBeLessThan(0.003); // 100,000 of 67 million places are 0.0015
});

test('where all places are taken every hash is taken for one that was added, which costs time alone', () => {
  const marks = createMarks(5);
  for (const hash of hashesOf('user', 1000)) marks.add(hash);
  expect(hashesOf('visitor', 1000).every(marks.has)).toBe(true);
});
