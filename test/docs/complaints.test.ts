/** Checks that every test that docs/complaints.md names is there. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingTest } from './titles.js';

const rows = [...readFileSync('docs/complaints.md', 'utf8').matchAll(/^\| (\d+) \|.*\| `([^`]+)`: (.+) \|$/gm)];

test('each of the eighteen complaints names a test that is there', () => {
  expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
  expect(rows.map(([, , file = '', title = '']) => missingTest(file, title)).filter(Boolean)).toEqual([]);
});
