/** Checks that every test that docs/security.md names is there, and that no attack is without one. */

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const [, table = ''] =
  /^\| attack \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/m.exec(readFileSync('docs/security.md', 'utf8')) ?? [];
const rows = table
  .trimEnd()
  .split('\n')
  .map((row) => {
    const cells = row.slice(2, -2).split(' | ');
    return { attack: cells[0] ?? '', count: cells.length, named: (cells.at(-1) ?? '').split('<br>') };
  });

/** What a call of `test`, or of what `test.each` returns, has for a title. */
const TITLE = /(?:\btest|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1\s*,/g;

/** As the page writes them: `…` for each value that a test runs through. */
function titlesIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(TITLE)].map(([, , title = '']) =>
    title.replace(/\\(['"`])/g, '$1').replace(/\$\{[^}]+\}|%[sdijo#]/g, '…'),
  );
}

/** '' where there is such a test. */
function missing(named: string): string {
  const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(named) ?? [];
  return titlesIn(file).includes(title) ? '' : named || 'nothing';
}

test('every attack has what stops it, and names tests that are there', () => {
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter(({ count }) => count !== 3).map(({ attack }) => attack)).toEqual([]);
  expect(
    rows.flatMap(({ attack, named }) =>
      named
        .map(missing)
        .filter(Boolean)
        .map((one) => `${attack}: ${one}`),
    ),
  ).toEqual([]);
});

test('a file and a title that are not there are told', () => {
  expect(missing('`test/docs/security.test.ts`: a file and a title that are not there are told')).toBe('');
  for (const wrong of ['`test/docs/security.test.ts`: a title', '`test/none.test.ts`: a title', 'a title', ''])
    expect(missing(wrong)).not.toBe('');
});
