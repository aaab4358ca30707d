/** Checks that a page which Turbo morphs into its newer self shows what a visitor who loads it anew sees. */

import type { Page } from '@playwright/test';
import type { Op } from '../../../src/core/index.js';
import { bundle } from '../../harness/bundle.js';
import { client, expect, manifestOf, pageOf, painted, test, type Visit, withOps } from '../../harness/index.js';

const feature = 'living/turbo';

test.beforeAll(() => bundle(feature));

const put = (
  selector: string,
  position: 'beforebegin' | 'afterbegin' | 'beforeend' | 'afterend',
  value: string,
): Op => ({
  ...{ op: 'injectHTML', selector },
  position,
  value,
});
const manifest = manifestOf(
  withOps(
    'a',
    { op: 'replaceText', selector: 'h1', value: 'NEW', was: 'A headline' },
    { op: 'replaceHTML', selector: '.lead', value: '<b>Ten</b> <i>years</i>', was: 'Old text' },
    { op: 'setAttr', selector: '.buy', name: 'title', value: 'Get it' },
    { op: 'remove', selector: '.gone' },
    put('h1', 'beforebegin', '<p class="badge">Two</p>for one'),
    put('ul', 'afterbegin', '<li>first</li>'),
    put('ul', 'beforeend', '<li>last</li>'),
    put('ul', 'afterend', '<ul><li>of ours</li></ul>'),
  ),
);

/** What a shop's server says, one after the other: rows come, go and change their order, neighbours too. */
const PAGES = [
  ['A headline', 'Old <i>text</i>', 'a b'],
  ['A headline', 'Old <i>text</i>', 'a b'],
  ['A headline', 'Old <i>text</i>', 'z a b c'],
  ['A headline', 'Old <i>text</i>', 'c'],
  ['Sold out', 'Old <i>text</i>', 'c b a'],
  ['A headline', 'Other text', ''],
  ['A headline', 'Old <i>text</i>', 'a b'],
] as const;
type Said = (typeof PAGES)[number];

const mainOf = ([title, lead, rows]: Said, more: string): string => {
  const items = rows.split(' ').filter(Boolean);
  return `<h1>${title}</h1>${more}<p class="lead">${lead}</p><button class="buy" title="Buy">Buy</button><p class="gone">gone</p><ul>${items.map((row) => `<li>${row}</li>`).join('')}</ul>`;
};
const htmlOf = (main: string): string =>
  pageOf(feature)
    .replace('<head>', '<head><meta name="turbo-refresh-method" content="morph">')
    .replace(/<main>[\s\S]*<\/main>/, () => `<main>${main}</main>`);

/** Says when the page is there, and how it came: by morphing, not by another body. */
const REFRESH = `new Promise((done, fail) => {
  let isMorphed = false;
  addEventListener('turbo:morph', () => (isMorphed = true), { once: true });
  addEventListener('turbo:load', () => (isMorphed ? done() : fail(new Error('not morphed'))), { once: true });
  Turbo.visit(location.href, { action: 'replace' });
})`;

/** What is in main, as a visitor sees it: without marks, and without what is hidden. */
const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const main = document.querySelector('main') as HTMLElement;
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const lines: string[] = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement?.closest(':not(fx-text)') as HTMLElement;
      if (parent.offsetParent && node.textContent)
        lines.push(`${parent.localName}[${parent.title}] ${node.textContent}`);
    }
    return lines.join('\n');
  });

/** Loads each page, and then has the first become one after the other; `more` comes and goes beside what is changed. */
const play = async (page: Page, publish: (visit: Visit) => string, more: string): Promise<void> => {
  const answer = (at: number): string => {
    const main = mainOf(PAGES[at] as Said, at % 2 ? more : '');
    return publish({ feature, path: '/shop', html: htmlOf(main), manifest });
  };
  const wishes: string[] = [];
  for (const at of PAGES.keys()) {
    await page.goto(answer(at));
    await painted(page);
    wishes.push(await shown(page));
  }
  await page.goto(answer(0));
  for (const [at, wish] of wishes.entries()) {
    answer(at);
    await page.evaluate(REFRESH);
    await painted(page);
    await expect.poll(() => shown(page), `after page ${at + 1}`).toBe(wish);
  }
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await page.evaluate(() => document.querySelector('main')?.innerHTML)).toBe(mainOf(PAGES.at(-1) as Said, ''));
};

test('a page that is refreshed by morphing shows what one that is loaded shows', async ({ page, publish }) => {
  await play(page, publish, '');
});

test('a page that is morphed around a neighbour which comes and goes does so, too', async ({ page, publish }) => {
  await play(page, publish, '<p>between</p>');
});
