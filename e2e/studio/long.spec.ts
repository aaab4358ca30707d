/** Tests that long names, reasons and selectors without a blank make no page of Studio wider than its window. */

import { type Browser, expect, type Page, test } from '@playwright/test';
import { barriers } from '../harness/everyone.js';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const WORD = 'Überschriftenlängenvergleichsexperiment'.repeat(4).slice(0, 120);
const ID = 'a-very-long-id-of-an-experiment-that-nobody-would-choose-at-all';
const PATH = '/a-long-path'.repeat(16);

const variant = (at: number): string => `  - key: variant-with-a-long-key-number-${at}
    name: ${WORD.slice(0, 80)}${at}
    domOps:
      - op: replaceText
        selector: '${'body > main.wrapper-of-everything > '.repeat(4)}section:nth-of-type(${at}) > h1'
        value: https://www.example.com${PATH}
`;

/** All that can be long in a file. */
const LONG = `id: ${ID}
name: ${WORD}
owners: [${WORD}${WORD.slice(0, 80)}]
tags: [${'tagwithoutablank'.repeat(7)}]
hypothesis: مرحبا 日本語 🎉 ${WORD}${WORD}
trigger:
  kind: urlMatch
  pattern: ${PATH}
variants:
  - key: control
    name: As it is
${Array.from({ length: 9 }, (_, at) => variant(at + 1)).join('')}metrics:
  - key: signup
    name: ${WORD.slice(0, 100)}
    kind: conversion
    eventName: signup_${'e'.repeat(50)}
    isPrimary: true
`;

const OVER = `id: over
name: ${WORD}
status: archived
conclusion:
  decision: ship
  winner: other
  reason: ${'areasonwithoutablank'.repeat(10)}
  learning: ${WORD}${WORD}
variants:
  - key: control
    name: As it is
  - key: other
    name: Other
`;

const PAGES = [
  ...['/', '/experiments', '/experiments?q=nothing', '/results', '/publish', '/history', '/settings', '/new'],
  ...['', '/edit', '/page', `/why?subject=${'s'.repeat(200)}`].map((page) => `/experiments/${ID}${page}`),
  ...[`/results/${ID}`, '/experiments/over', '/experiments/nothing'],
];

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'long.yaml': LONG, 'over.yaml': OVER }, {}, 'site: https://www.example.com\n');
  const at = Date.now();
  const events = Array.from({ length: 40 }, (_, index) => ({
    ...{ id: `e${index}`, at, subject: `s${index}`, revision: 'r', path: '/', type: 'exposure', experiment: ID },
    ...{ variant: index % 2 ? 'control' : 'variant-with-a-long-key-number-1', reason: 'assigned' },
  }));
  const body = JSON.stringify({ v: 1, sentAt: at, dropped: 0, events });
  expect((await fetch(studio.collectUrl, { method: 'POST', body })).status).toBe(204);
});
test.afterEach(() => studio.close());

const EMAIL = `${'ada'.repeat(20)}@${'example'.repeat(8)}.com`;

/** A token, and somebody with a name of a hundred letters, who is signed in then. */
async function fillSettings(page: Page): Promise<void> {
  await page.goto(`${studio.url}/settings`);
  await page.locator('summary', { hasText: 'Make a token' }).click();
  await page.getByLabel('What for').fill('T'.repeat(100));
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('summary', { hasText: 'Add somebody' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Wolfeschlegelsteinhausenbergerdorff'.repeat(3).slice(0, 100));
  await page.getByLabel('E-mail address').fill(EMAIL);
  const password = page.getByLabel(/^Password/).first();
  await password.fill('correct horse battery');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
}

/** As the page comes, and with each of its parts opened alone: what sticks out of the window, and by how much. */
function tooWide(): string[] {
  const { documentElement: root } = document;
  const found: string[] = [];
  const measure = (what: string, part: Element | null): void => {
    const over = root.scrollWidth - root.clientWidth;
    const box = part?.getBoundingClientRect();
    if (over > 0) found.push(`${what}, ${over}`);
    else if (box && box.width > 0 && box.left < 0) found.push(`${what}, ${box.left} at the left`);
  };
  measure('closed', null);
  for (const one of document.querySelectorAll('details:not([open])')) {
    one.setAttribute('open', '');
    measure(one.querySelector('summary')?.textContent?.trim() ?? '', one.querySelector('form, pre'));
    one.removeAttribute('open');
  }
  return found;
}

async function openAs(browser: Browser, width: number): Promise<Page> {
  const { page } = await studio.enter(browser, { viewport: { width, height: 844 } });
  await fillSettings(page);
  return page;
}

for (const width of [1280, 390])
  test(`no page scrolls sideways for what has no blank, at ${width} px`, async ({ browser }) => {
    test.slow(); // many pages, on a machine that may do other things
    const page = await openAs(browser, width);
    const wide: string[] = [];
    for (const path of PAGES) {
      await page.goto(`${studio.url}${path}`);
      wide.push(...(await page.evaluate(tooWide)).map((what) => `${path}: ${what}`));
      // A page that says that there is none would be narrow.
      await expect(page.getByText('Not found')).toHaveCount(path.endsWith('/nothing') ? 1 : 0);
    }
    expect(wide).toEqual([]);
    await page.context().close();
  });

test('on a phone the forms behind buttons open within the window', async ({ browser }) => {
  const page = await openAs(browser, 390);
  await page.goto(`${studio.url}/experiments/${ID}`);
  for (const name of ['Stop', 'Ship a variant']) {
    await page.locator('.do summary', { hasText: name }).click();
    const box = await page.locator('.do details[open] > form').boundingBox();
    expect(box && [box.x >= 0, box.x + box.width <= 390], name).toEqual([true, true]);
    await page.locator('.do summary', { hasText: name }).click();
  }
  await page.context().close();
});

test('axe finds nothing on the settings of somebody who has people and tokens there', async ({ browser }) => {
  const page = await openAs(browser, 1280);
  await page.goto(`${studio.url}/settings`);
  await expect(page.getByRole('region', { name: 'List of people' })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
});
