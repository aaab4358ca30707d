/** Tests that one form behind a button is open at a time, and that the cards of variants stand in one line. */

import { expect, test } from '@playwright/test';
import { CTA, type OpenStudio, openStudio } from '../harness/studio.js';

const MORE = `    domOps:
${['#a', '#b', '#c'].map((selector) => `      - {op: setStyle, selector: '${selector}', name: color, value: green}`).join('\n')}
`;

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': `${CTA}${MORE}` }, { site: 'http://127.0.0.1:4173' });
});
test.afterEach(() => studio.close());

for (const javaScriptEnabled of [true, false])
  test(`a form that opens closes the one that was open, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const { page } = await studio.enter(browser, { javaScriptEnabled });
    await page.goto(`${studio.url}/experiments/cta`);
    const open = page.locator(':is(.off, .drop)[open]');
    for (const name of ['Stop', 'Ship a variant', 'Switch off']) {
      // By key: one that is open may lie above the button of another.
      await page.locator('summary', { hasText: name }).press('Enter');
      await expect(open).toHaveCount(1);
      await expect(open.locator('summary')).toHaveText(name);
    }
    await page.goto(`${studio.url}/settings`);
    for (const name of ['Add somebody', 'Make a token'])
      await page.locator('summary', { hasText: name }).press('Enter');
    await expect(open.locator('summary')).toHaveText(['Make a token']);
    await page.context().close();
  });

test('cards of variants in a row are equally high, and their previews stand in one line', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await page.goto(`${studio.url}/experiments/cta`);
  const places = (selector: string, side: 'height' | 'top'): Promise<number[]> =>
    page
      .locator(selector)
      .evaluateAll((all, name) => all.map((one) => Math.round(one.getBoundingClientRect()[name])), side);
  for (const [selector, side] of [
    ['.variants > .card', 'height'],
    ['.variants .looks', 'top'],
  ] as const) {
    const [first, second] = await places(selector, side);
    expect(first, selector).toBeGreaterThan(0);
    expect(second, selector).toBe(first);
  }
  await page.context().close();
});
