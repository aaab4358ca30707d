/** Tests Studio on a phone: what begins where, and that the navigation is one row. */

import { expect, type Page, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const CTA = `id: cta
name: Words of the button
status: running
variants:
  - key: control
    name: As it is
  - key: other
    name: Other words
    domOps:
      - op: setStyle
        selector: '#buy'
        name: color
        value: green
metrics:
  - key: orders
    name: Orders
    kind: conversion
    eventName: purchase
    isPrimary: true
`;

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

const leftOf = (page: Page, selector: string): Promise<number[]> =>
  page.locator(selector).evaluateAll((all) => all.map((element) => Math.round(element.getBoundingClientRect().left)));

test('on a phone the first button of each row begins where the text begins', async ({ browser }) => {
  const { page } = await studio.enter(browser, { viewport: { width: 390, height: 844 } });
  const [text = 0] = await leftOf(page, 'h1');
  for (const [path, buttons] of [
    ['/', '.title > .button, .waiting .button'],
    ['/experiments', '.title > .button, .filter button, .filter select'],
    ['/experiments/cta', '.title .actions > :first-child, .do .row > :first-child'],
    ['/results/cta', '.filter button, .filter select'],
  ] as const) {
    await page.goto(`${studio.url}${path}`);
    const lefts = await leftOf(page, buttons);
    expect(lefts.length, path).toBeGreaterThan(0);
    for (const left of lefts) expect(Math.abs(left - text), path).toBeLessThan(40);
  }
  await page.context().close();
});

// A browser leaves a link alone that is half in sight already.
for (const [width, isFitting] of [
  [390, true],
  [320, false],
] as const)
  test(`the navigation is one row at ${width} px, and Tab reaches all of it without moving the page sideways`, async ({
    browser,
  }) => {
    const { page } = await studio.enter(browser, { viewport: { width, height: 844 } });
    await page.goto(`${studio.url}/settings`);
    const links = page.getByRole('navigation', { name: 'Studio' }).getByRole('link');
    await expect(links).toHaveCount(7);
    const boxes = await Promise.all((await links.all()).map((link) => link.boundingBox()));
    expect(new Set(boxes.map((box) => Math.round(box?.y ?? 0))).size).toBe(1);
    await page.getByRole('link', { name: 'fx Studio' }).focus();
    for (const link of await links.all()) {
      await page.keyboard.press('Tab');
      await expect(link).toBeFocused();
      await expect(link).toBeInViewport({ ratio: isFitting ? 0.99 : 0.5 });
    }
    expect(await page.evaluate(() => [window.scrollX, document.documentElement.scrollWidth])).toEqual([0, width]);
    await page.context().close();
  });
