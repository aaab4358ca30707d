/** Every test that docs/reliability.md names is there, and every case is in it. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

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

/** What a call of `test`, or of what `test.each` returns, has for a title. */
const TITLE = /(?:\btest|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1\s*,/g;
/** What stands for a value in a title. */
const PLACEHOLDER = /\$\{[^}]+\}|%[sdijo#]/;

/** A title as written, as a pattern: each placeholder takes what it may stand for. */
const toPattern = (title: string): RegExp =>
  new RegExp(
    `^${title
      .replace(/\\(['"`])/g, '$1')
      .split(new RegExp(PLACEHOLDER, 'g'))
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('(.+)')}$`,
    's',
  );

/** The text of the other files in its folder: the values of placeholders may be there. */
const around = (file: string): string =>
  readdirSync(dirname(file))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(dirname(file), name), 'utf8'))
    .join('\n');

/** Why there is no such test, '' where there is. */
const missing = (file: string, title: string): string => {
  if (!existsSync(file)) return `there is no ${file || 'file'}`;
  const titles = [...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, , written = '']) => written);
  const values = titles.flatMap((written) => {
    const found = toPattern(written).exec(title);
    return found ? [found.slice(1)] : [];
  });
  if (!values.length) return `${file} has no test: ${title}`;
  const text = around(file);
  const isThere = (value: string): boolean => text.includes(value.replace(/^"(.*)"$/, '$1'));
  return values.some((all) => all.every(isThere)) ? '' : `${file} has no such value: ${title}`;
};

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
  expect(named.map(([file, title]) => missing(file, title)).filter(Boolean)).toEqual([]);
  expect(rows.filter(({ tests, text }) => !tests.length && !text.includes('No test shows it.'))).toEqual([]);
});

test('a name that no test has, and a value that no test has, are told', () => {
  const file = 'e2e/manifest/manifest.spec.ts';
  const title = (what: string): string =>
    `a manifest that ${what} leaves the page as without the tag, with one warning`;
  expect(missing(file, title('is empty'))).toBe('');
  expect(missing(file, title('is a song'))).toContain('no such value');
  expect(missing(file, 'a manifest that sings')).toContain('no test');
  expect(missing('e2e/manifest/nothing.spec.ts', 'anything')).toContain('there is no');
});
