/** Opens the page of changes of one experiment, holds back the answers to one of its sides, and leaves it. */

import { type Browser, expect, type Page } from '@playwright/test';
import type { OpenStudio } from '../harness/studio.js';

/** The file at first. */
export const CTA = `# A comment that stays.
id: cta
name: Call to action # for now
status: draft
variants:
  - key: control
    name: As it is
  - key: green
    name: Green
    domOps:
      - op: replaceText
        selector: .cta
        value: Buy
`;

/** Opens the page of changes. */
export async function openChange(studio: OpenStudio, browser: Browser): Promise<{ page: Page; said: string[] }> {
  const { page, said } = await studio.enter(browser);
  await page.goto(`${studio.url}/experiments/cta/edit`);
  await expect(page.locator('.code-status')).toHaveText('No problems.');
  return { page, said };
}

/** The YAML. */
export const text = (page: Page) => page.getByRole('textbox', { name: /The file .*cta\.yaml/ });

/** Holds the answers to questions of one side back, until they are let go. */
export async function hold(page: Page, from: 'fields' | 'yaml') {
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isOf = (body: string | null): boolean => !!body?.includes(`name="from"\r\n\r\n${from}\r\n`);
  await page.route('**/beside', async (route) => {
    if (isOf(route.request().postData())) await isLetGo;
    await route.continue();
  });
  return { letGo: () => letGo(), asked: page.waitForRequest((request) => isOf(request.postData())) };
}

/** On a line of its own below the name. */
export async function typeHypothesis(page: Page): Promise<void> {
  await text(page).focus();
  for (const key of ['Control+Home', 'ArrowDown', 'ArrowDown', 'End']) await page.keyboard.press(key);
  await page.keyboard.type('\nhypothesis: More buy.');
}

/** Goes away by a link. @returns what was asked before */
export async function leave(page: Page): Promise<string[]> {
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
  return asked;
}
