/** Tries what the panel says of what is picked: its way up, what its selector is worth, and what stood there. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '../harness/index.js';
import { htmlOf } from './pictures.js';
import { test as base, fill, open, panel, pick, startFolder, yamlIn } from './shop.js';

/** One pixel each, that are told apart by their addresses alone. */
const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Picked</title></head><body>
<main id="all"><section class="css-1a2b3c"><div class="css-9z8y7x"><p class="css-4d5e6f">Made by hand</p></div><div class="css-9z8y7x"><p class="css-4d5e6f">Sent today</p></div></section>
<picture><source srcset="${PICTURE}#wide" media="(min-width: 9000px)"><img class="pen" src="${PICTURE}#pen" srcset="${PICTURE}#sharp 2x" alt="A pen" width="90" height="60"></picture>
<form class="order" onsubmit="document.body.dataset.sent = 'yes'"><button class="buy" onclick="document.body.dataset.bought = 'yes'">Buy</button></form></main>
</body></html>`;

const test = base.extend<
  object,
  { shown: Awaited<ReturnType<typeof startFolder>> & { write(html: string): Promise<void> } }
>({
  shown: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'fx-picked-'));
      await mkdir(join(folder, 'site'));
      const write = (html: string): Promise<void> => writeFile(join(folder, 'site/index.html'), html);
      await write(PAGE);
      const dev = await startFolder(join(folder, 'site'));
      await use({ ...dev, write });
      await dev.close();
      await rm(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test('the elements around it are picked by their buttons', async ({ page, shown }) => {
  await open(page, shown);
  await pick(page, 'p');
  const around = (name: string) => panel(page).getByRole('button', { name, exact: true });
  await expect(around('p')).toHaveAttribute('aria-current', 'true');
  await around('main#all').click();
  await expect(around('main#all')).toHaveAttribute('aria-current', 'true');
  await expect(around('p')).toHaveCount(0);
  await expect(panel(page).getByLabel('Selector')).toHaveValue(/^(?:main|#all)$/);
});

test('a selector that is written by hand says at once what it matches', async ({ page, shown }) => {
  await open(page, shown);
  await pick(page, 'p');
  const selector = panel(page).getByLabel('Selector');
  const said = panel(page).getByRole('region', { name: 'Picked element' }).getByRole('status');
  await selector.fill('#all p');
  await expect(said).toContainText('2 elements match: the first is changed, or all.');
  await selector.fill('form');
  await expect(said).toHaveText('This matches something else than what you picked.');
  await selector.fill('h7 >');
  await expect(said).toHaveText('Nothing on this page matches.');
  await selector.fill('#all p');
  await fill(page, 'New text', 'By hand');
  expect(await yamlIn(page)).toContain('selector: "#all p"');
});

test('what will not last comes with the line to paste, and is good once that stands in the page', async ({
  page,
  shown,
}) => {
  await open(page, shown);
  await pick(page, 'p');
  const said = panel(page).getByRole('region', { name: 'Picked element' }).getByRole('status');
  await expect(said).toContainText('this will hit something else after a change of the page');
  await expect(said.getByText('this will hit something else')).toHaveCSS('color', 'rgb(163, 39, 31)');
  const line = await panel(page).getByLabel('The line to paste').inputValue();
  expect(line).toBe('<p data-fx="made-by-hand" class="css-4d5e6f">');
  await shown.write(PAGE.replace('<p class="css-4d5e6f">', line));
  await page.goto(`${shown.url}/?fx-edit`);
  await pick(page, 'p');
  await expect(panel(page).getByLabel('Selector')).toHaveValue('[data-fx="made-by-hand"]');
  await expect(said).toContainText('Good, 100 of 100');
  await expect(said.getByText('Good, 100 of 100')).toHaveCSS('color', 'rgb(31, 111, 74)');
  await expect(panel(page).getByLabel('The line to paste')).toBeHidden();
  await shown.write(PAGE);
});

test('another picture is shown on every screen, and what stood there is written down', async ({ page, shown }) => {
  await open(page, shown);
  const before = await htmlOf(page);
  await pick(page, '.pen');
  await panel(page).getByRole('button', { name: 'Image address' }).click();
  await fill(page, 'Image address', `${PICTURE}#ink`);
  const sources = () =>
    page.evaluate(() => [
      document.querySelector('img')?.currentSrc.split('#')[1],
      document.querySelectorAll('[srcset]:not([srcset=""])').length,
    ]);
  await expect.poll(sources).toEqual(['ink', 0]);
  expect(await yamlIn(page)).toContain(`was: "${PICTURE}#pen"`);
  await panel(page).getByRole('button', { name: 'Image description' }).click();
  await fill(page, 'Image description', 'Ink');
  expect(await yamlIn(page)).toContain('was: "A pen"');
  for (const _ of 'ab') await panel(page).getByRole('button', { name: 'Undo' }).click();
  expect(await htmlOf(page)).toBe(before);
});

test('what stood in a link, an attribute and a content is written down, too', async ({ page, shown }) => {
  const link = '<a class="way" href="/pens" title="All pens">Pens</a>';
  await shown.write(PAGE.replace('<form', `${link}<form`));
  await open(page, shown);
  await pick(page, '.way');
  for (const [kind, field, was] of [
    ['Link', 'Link', '/pens'],
    ['Attribute', 'Value', 'All pens'],
    ['HTML', 'New content', 'Pens'],
  ] as const) {
    await panel(page).getByRole('button', { name: kind, exact: true }).click();
    await fill(page, field, '/ink');
    expect(await yamlIn(page)).toContain(`value: "/ink"\n        was: "${was}"`);
  }
  await shown.write(PAGE);
});

test('the colours that are offered are those of the page, the most used first', async ({ page, shown }) => {
  const css =
    'body { color: #112233; background: #fefefe } .css-9z8y7x { background: #ffeedd } .buy { color: rgb(0 0 0 / 50%) }';
  await shown.write(
    PAGE.replace('</head>', `<style>${css} .buy { background: #445566 } * { border-color: #112233 }</style></head>`),
  );
  await open(page, shown);
  await pick(page, 'p');
  await panel(page).getByRole('button', { name: 'Style' }).click();
  const swatches = panel(page).getByRole('group', { name: 'Colours of this page' }).getByRole('button');
  const names = () => swatches.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  expect(await names()).toEqual(['#112233', '#ffeedd', '#fefefe', '#445566']);
  await swatches.nth(1).click();
  await expect(page.locator('p').first()).toHaveCSS('color', 'rgb(255, 238, 221)');
  await shown.write(PAGE);
});

test('a button that is picked neither does what it does nor sends its form', async ({ page, shown }) => {
  await open(page, shown);
  await pick(page, '.buy');
  await expect(panel(page).getByLabel('New text')).toHaveValue('Buy');
  await panel(page).getByLabel('New text').press('Enter');
  expect(await page.evaluate(() => ({ ...document.body.dataset }))).toEqual({});
  expect(page.url()).toBe(`${shown.url}/?fx-edit`);
});
