/** The editor is for everybody, and asks nothing of the page's policy. */

import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '../harness/index.js';
import { fill, open, panel, pick, test } from './shop.js';

test('whoever uses a keyboard, a screen reader, a phone or the dark can use it', async ({ page, shop }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await open(page, shop);
      await pick(page, '.hero h1');
      const { violations } = await new AxeBuilder({ page }).include('fx-editor').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      const box = await panel(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
    }
  }
});

test('it works under the strictest policy, and breaks none', async ({ page, shop }) => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
      if (/editor/.test(sourceFile)) document.documentElement.dataset.violated = violatedDirective;
    });
  });
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Strict');
  await expect(page.locator('.hero h1')).toHaveText('Strict');
  expect(await page.evaluate(() => document.documentElement.dataset.violated)).toBeUndefined();
});
