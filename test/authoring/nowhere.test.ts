/**
 * Shows that a pattern which no address can match is an error, and one that leaves out the usual address of a page a
 * warning.
 */

import { describe, expect, test } from 'vitest';
import { problemsOf, withFields } from './compiling.js';

const trigger = (fields: string): Promise<string[]> => problemsOf(withFields(`trigger: {kind: urlMatch, ${fields}}`));

describe('what no address can match is an error', () => {
  test.each([
    ['a path without its slash', "pattern: '^cart', regex: true", "write '^/cart'"],
    ['a host in place of the path', "pattern: '^www\\.shop\\.com/', regex: true", 'every path begins with /'],
    ['a query alone', "pattern: '^\\?step=2', regex: true", 'every path begins with /'],
    ['a scheme in a path', "pattern: '^https://shop\\.com', on: path, regex: true", 'every path begins with /'],
    ['a path in a whole address', "pattern: '^/cart', on: url, regex: true", 'begins with its scheme'],
    ['a scheme in capitals', "pattern: '^HTTPS://', on: url, regex: true", 'begins with its scheme'],
    ['several, none with a slash', "pattern: '^(cart|basket)$', regex: true", "write '^/(cart|basket)$'"],
    ['several, each with its anchor', "pattern: '^cart|^basket', regex: true", 'every path begins with /'],
    ['an end before the end', "pattern: '/cart$/thanks', regex: true", 'can match nothing, as $'],
    ['an end before flags', "pattern: 'cart$/i', regex: true", 'can match nothing, as $'],
    ['a beginning behind the beginning', "pattern: '/shop^/cart', regex: true", 'can match nothing, as ^'],
    ['more than fx looks at', `pattern: /${'a'.repeat(1000)}`, 'of an address the first 1,000'],
  ])('%s', async (_, fields, words) => {
    const problems = await trigger(fields);
    expect(problems).toEqual([expect.stringContaining(words)]);
    expect(problems[0]).not.toMatch(/^\?/);
  });
});

describe('what the home page does not match where it is served at / is a warning', () => {
  test.each([
    ['a file', 'pattern: /index.html', "'^/(index\\.html)?$'"],
    ['a file in a folder', 'pattern: /en/index.html', "'^/en/(index\\.html)?$'"],
    ['a file by a pattern', "pattern: '^/index\\.html$', regex: true", "'^/(index\\.html)?$'"],
    ['a file by a pattern without escape', "pattern: '^/index.php', regex: true", "'^/(index\\.php)?$'"],
    ['a file with its host', "pattern: 'https://shop.com/index.htm'", "'^https://shop\\.com/(index\\.htm)?$'"],
  ])('%s', async (_, fields, words) => {
    expect(await trigger(fields)).toEqual([expect.stringMatching(/^\? .* is left out of most addresses/)]);
    expect((await trigger(fields))[0]).toContain(words);
  });
});

test.each([
  "pattern: '^/cart|^/basket', regex: true",
  "pattern: '^/?cart', regex: true",
  "pattern: '^(en)?/cart', regex: true",
  "pattern: '^(/en|/de)?/cart', regex: true",
  "pattern: '^.*/cart', regex: true",
  "pattern: '^cart|/basket', regex: true",
  "pattern: '^(?!/cart)', regex: true",
  "pattern: '^(?:https?:)?//x', on: url, regex: true",
  "pattern: '^https?://', regex: true",
  "pattern: '^file:', on: url, regex: true",
  "pattern: '^[a-z/]+', regex: true",
  "pattern: '^\\/cart', regex: true",
  "pattern: '^cart', on: hash, regex: true",
  "pattern: '^/(index\\.html)?$', regex: true",
  "pattern: '^/(?:index\\.html)?([?#]|$)', regex: true",
  "pattern: '^/(|index\\.html)$', regex: true",
  'pattern: /index.html?page=2',
  'pattern: /products/index.html.gz',
  'pattern: /myindex.html',
])('nothing is said of %s', async (fields) => {
  expect(await trigger(fields)).toEqual([]);
});
