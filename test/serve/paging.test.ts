/** Tests lists that are too long for one page. */

import { expect, onTestFinished, test } from 'vitest';
import { html } from '../../src/pages/index.js';
import { pageOfList } from '../../src/serve/studio/paging.js';
import { makeFolder, startStudio } from './studio.js';

const asked = (page: string | undefined) => ({
  page,
  path: '/x',
  query: { q: 'a & b', status: '' },
  words: html`many`,
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

test.each([
  [undefined, 1, 50],
  ['2', 51, 100],
  ['3', 101, 120],
  ['99', 101, 120],
  ['0', 1, 50],
  ['-1', 1, 50],
  ['two', 1, 50],
  ['1e400', 101, 120],
])('page %s of 120 is the nearest one that there is', (page, first, last) => {
  const { items, count } = pageOfList(numbers(120), asked(page));
  expect([items[0], items.at(-1)]).toEqual([first, last]);
  expect(count.html).toContain(`many: ${first} to ${last}`);
});

test('links keep what was searched for, and leave pages out that are far', () => {
  const { links } = pageOfList(numbers(1000), asked('10'));
  expect([...links.html.matchAll(/href="([^"]*)"[^>]*>(\w+)</g)].map(([, , text]) => text)).toEqual([
    'Previous',
    '1',
    '9',
    '10',
    '11',
    '20',
    'Next',
  ]);
  expect(links.html).toContain('href="/x?q=a+%26+b&#38;page=11" rel="next"');
  expect(links.html).toContain('href="/x?q=a+%26+b">1<');
  expect(links.html).toContain('page=10" aria-current="page">10<');
});

test('a list that fits has no pages, and an empty one none either', () => {
  expect(pageOfList(numbers(50), asked('2'))).toMatchObject({
    links: { html: '' },
    count: { html: '<p class="quiet">many</p>' },
  });
  expect(pageOfList([], asked(undefined)).items).toEqual([]);
});

test('experiments are listed in pages of 50 with the count first, search and status kept', async () => {
  const fileOf = (at: number): string =>
    `id: e-${at}\nname: Poster ${at}\nstatus: ${at % 2 ? 'draft' : 'paused'}\nvariants:\n  - {key: control, name: A}\n  - {key: b, name: B}\n`;
  const files = numbers(120).map((at) => [`experiments/${at}.yaml`, fileOf(at)]);
  const studio = await startStudio(makeFolder(Object.fromEntries(files)));
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const pageAt = async (path: string): Promise<string> => (await owner.get(path)).text();
  const all = await pageAt('/experiments');
  expect(all.match(/<th scope="row">/g)).toHaveLength(50);
  expect(all.indexOf('120 experiments: 1 to 50')).toBeGreaterThan(0);
  expect(all.indexOf('120 experiments')).toBeLessThan(all.indexOf('<table'));
  const searched = await pageAt('/experiments?q=poster&status=draft');
  expect(searched).toContain('60 experiments of 120: 1 to 50');
  expect(searched).toContain('href="/experiments?q=poster&#38;status=draft&#38;page=2"');
  const rest = await pageAt('/experiments?q=poster&status=draft&page=2');
  expect(rest.match(/<th scope="row">/g)).toHaveLength(10);
});
