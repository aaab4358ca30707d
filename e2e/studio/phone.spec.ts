/** Tests Studio on a phone: what begins where, and that no day is broken in two. */

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
