/** Checks that every test that docs/reliability.md names is there, and every case is in it. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingTest } from './titles.js';

const page = readFileSync('docs/reliability.md', 'utf8');

interface Row {
  readonly number: number;
  readonly tests: readonly (readonly [file: string, title: string])[];
  readonly text: string;
}

const rows: readonly Row[] = [...page.matchAll(/^\| (\d+) \|.*\| (.*) \|$/gm)].map(([text, number, cell = '']) => ({
  number: Number(number),
  text,
  tests: cell
    .split('<br>')
    .filter(Boolean)
    .map((named) => {
      const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(named) ?? [];
      return [file, title] as const;
    }),
}));

test('every case is a row, or is said to be left out', () => {
  const leftOut = [...(page.split('## Left out')[1] ?? '').matchAll(/\b(\d+) \(/g)].map(([, number]) => Number(number));
  const numbers = [...rows.map(({ number }) => number), ...leftOut];
  expect(numbers.filter((number) => number <= 80).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 80 }, (_, index) => index + 1),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('every row names a test that is there, or says that there is none', () => {
  const named = rows.flatMap(({ tests }) => tests);
  expect(named.map(([file, title]) => missingTest(file, title)).filter(Boolean)).toEqual([]);
  expect(rows.filter(({ tests, text }) => !tests.length && !text.includes('No test shows it.'))).toEqual([]);
});

test('a name that no test has, and a value that no test has, are told', () => {
  const file = 'e2e/manifest/manifest.spec.ts';
  const title = (what: string): string =>
    `a manifest that ${what} leaves the page as without the tag, with one warning`;
  expect(missingTest(file, title('is empty'))).toBe('');
  expect(missingTest(file, title('is a song'))).toContain('no such value');
  expect(missingTest(file, 'a manifest that sings')).toContain('no test');
  expect(missingTest('e2e/manifest/nothing.spec.ts', 'anything')).toContain('there is no');
});
