/** Tries the editor in a window as narrow as a phone: what somebody needs next is in sight. */

import type { Page } from '@playwright/test';
import { expect } from '../harness/index.js';
import { fill, open, panel, pick, test } from './shop.js';

/** Whether all of an element can be seen: what lies above it, below it, or is scrolled away, counts. */
const isInSight = (page: Page, name: string): Promise<boolean> =>
  panel(page)
    .getByRole('button', { name, exact: true })
    .evaluate((element) => {
      const { bottom, height, left, right, top } = element.getBoundingClientRect();
      const root = element.getRootNode() as ShadowRoot;
      return height > 0 && [top + 2, bottom - 2].every((y) => root.elementFromPoint((left + right) / 2, y) === element);
    });

test.beforeEach(({ page }) => page.setViewportSize({ width: 390, height: 844 }));

test('what was picked is shown with its whole form, and the tools stay in sight', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  for (const name of ['Pick an element', 'Hold to compare', 'Apply', 'Undo', 'Redo', 'Copy YAML'])
    expect([name, await isInSight(page, name)]).toEqual([name, true]);
  const [tool, other] = await Promise.all(
    ['Pick an element', 'Hold to compare'].map((name) => panel(page).getByRole('button', { name }).boundingBox()),
  );
  expect(other?.y).toBe(tool?.y);
});

test('a long text has as many lines as it needs', async ({ page, shop }) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  const text = panel(page).getByLabel('New text');
  await text.fill('Paper that wants to be written on, by people who like to write. '.repeat(4));
  expect(await text.evaluate((area) => area.scrollHeight - area.clientHeight)).toBeLessThanOrEqual(0);
});

test('copying is offered once there is a change, and says in sight what comes next', async ({
  page,
  shop,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url });
  await open(page, shop);
  const copy = panel(page).getByRole('button', { name: 'Copy YAML' });
  await expect(copy).not.toHaveClass('main');
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Another');
  await expect(copy).toHaveClass('main');
  await copy.click();
  const said = panel(page).getByRole('status').filter({ hasText: 'Copied.' });
  await expect(said).toContainText('Save it as change-of-halden-pike-paper-and-tools-for-writing.yaml');
  await expect(said).toBeInViewport({ ratio: 1 });
  const overview = page.waitForEvent('popup');
  await said.getByRole('link', { name: 'Then open its preview' }).click();
  expect((await overview).url()).toBe(`${shop.url}/fx/`);
});

test('after each kind of change the panel says in sight that copying comes next', async ({ page, shop }) => {
  await open(page, shop);
  const next = panel(page).locator('footer').getByRole('status');
  const settings = panel(page).getByLabel('Only on phones');
  await settings.check();
  // There is nothing to be copied yet.
  await expect(next).toHaveText('Changed.');
  await pick(page, '.hero h1');
  await expect(next).toHaveText('');
  await fill(page, 'New text', 'Another');
  await expect(next).toHaveText('Changed. Hold to compare shows the page as it was. Next: Copy YAML.');
  for (const [step, words] of [
    [() => panel(page).getByLabel('Only on tablets').check(), 'Changed'],
    [() => panel(page).getByLabel('Every page').check(), 'Changed'],
    [() => panel(page).getByRole('button', { name: 'Down', exact: true }).click(), 'Moved '],
    [() => panel(page).getByRole('button', { name: /^Up: / }).last().click(), 'Changed'],
    [() => panel(page).getByRole('button', { name: 'Undo' }).click(), 'Taken back'],
    [() => panel(page).getByRole('button', { name: 'Redo' }).click(), 'Done again'],
    [() => panel(page).getByLabel(/^On: /).first().uncheck(), 'Changed'],
    [
      () =>
        panel(page)
          .getByRole('button', { name: /^Delete: / })
          .first()
          .click(),
      'Changed',
    ],
  ] as const) {
    await panel(page).getByRole('button', { name: 'Pick an element' }).click();
    await page.keyboard.press('Escape');
    await expect(next).toHaveText('');
    await step();
    await expect(next).toHaveText(new RegExp(`^${words}.*\\. Next: Copy YAML\\.$`));
    await expect(next).toBeInViewport({ ratio: 1 });
  }
  await panel(page).getByRole('button', { name: 'Copy YAML' }).click();
  await panel(page).getByLabel('Name', { exact: true }).fill('Headline');
  await page.keyboard.press('Tab');
  await expect(next).toHaveText('Changed. Next: Copy YAML.');
});

test('on the other side the panel is at the top, so that the foot of a page can be picked', async ({ page, shop }) => {
  await open(page, shop);
  const top = async (): Promise<number | undefined> => (await panel(page).boundingBox())?.y;
  expect(await top()).toBeGreaterThan(300);
  await panel(page).getByRole('button', { name: 'Move to the other side' }).click();
  expect(await top()).toBe(0);
});
