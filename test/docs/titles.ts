/** Tells whether a test that a page of documentation names is there. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
export const missingTest = (file: string, title: string): string => {
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
