/** Tests the page about living pages: each claim names a test that is there. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingTest } from './titles.js';

const page = readFileSync('docs/living.md', 'utf8');
/** The rows of its tables, without heads and lines. */
const rows = [...page.matchAll(/^\| (?!---|what happens|field|where)(.*) \|$/gm)].map(([, row = '']) =>
  row.split(' | '),
);

test('each row of docs/living.md has a claim, and tests that are there', () => {
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
  const named = rows.flatMap(([, , cell = '']) => cell.split('<br>'));
  const missing = named.map((one) => {
    const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(one) ?? [];
    return missingTest(file, title);
  });
  expect(missing.filter(Boolean)).toEqual([]);
});
