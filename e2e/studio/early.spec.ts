/** Writes into the page of changes before its script has come, and while it saves: nothing is lost without a word. */

import { type Browser, expect, type Page, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';
import { CTA, leave, openChange, typeHypothesis } from './change.js';

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio({ 'cta.yaml': CTA });
});
test.afterEach(() => studio.close());

/** The page as it is before its script has come. */
async function openEarly(browser: Browser): Promise<{ page: Page; letScriptCome: () => Promise<void> }> {
  const { page } = await studio.enter(browser);
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/studio/code.js', async (route) => {
    await isLetGo;
    await route.continue();
  });
  await page.goto(`${studio.url}/experiments/cta/edit`, { waitUntil: 'commit' });
  await expect(hypothesis(page)).toBeVisible();
  return {
    page,
    async letScriptCome() {
      letGo();
      await expect(page.locator('.cm-editor')).toBeVisible();
    },
  };
}

const hypothesis = (page: Page) => page.getByRole('textbox', { name: 'Hypothesis' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const isChanged = (page: Page) => expect(page.getByText('It is changed.')).toBeVisible();

test('fields that were filled in before the script came are saved', async ({ browser }) => {
  const { page, letScriptCome } = await openEarly(browser);
  await hypothesis(page).fill('More buy.');
  await page.getByRole('checkbox', { name: 'Stop it automatically if it does harm' }).check();
  await letScriptCome();
  await save(page).click();
  await isChanged(page);
  const file = await studio.saved('cta');
  for (const part of ['hypothesis: More buy.', 'guard: true']) expect(file).toContain(part);
  await page.context().close();
});

test('YAML that was typed before the script came stands in the form, and no field writes over it', async ({
  browser,
}) => {
  const { page, letScriptCome } = await openEarly(browser);
  const area = page.locator('textarea[name=yaml]');
  await area.fill(CTA.replace('status: draft', 'status: draft\nhypothesis: More buy.'));
  await page.getByLabel('Text of .cta in green').fill('Order');
  await letScriptCome();
  await expect(hypothesis(page)).toHaveValue('More buy.');
  await page.getByLabel('Name of green').fill('Greener');
  await save(page).click();
  await isChanged(page);
  const file = await studio.saved('cta');
  for (const part of ['hypothesis: More buy.', 'value: Order', 'name: Greener']) expect(file).toContain(part);
  await page.context().close();
});

test('whoever typed before the script came is asked before leaving', async ({ browser }) => {
  const { page, letScriptCome } = await openEarly(browser);
  await page.locator('textarea[name=yaml]').fill(CTA.replace('Buy', 'Order'));
  await letScriptCome();
  expect(await leave(page)).toEqual(['beforeunload']);
  await page.context().close();
});

test('fields that are saved before the script came and are refused come back as they were filled in', async ({
  browser,
}) => {
  const { page, letScriptCome } = await openEarly(browser);
  await hypothesis(page).fill('More buy.');
  await page.getByLabel('Share of green, %').fill('30');
  await save(page).click({ noWaitAfter: true });
  await expect(page.getByText('They make 80%; 100% is needed.').first()).toBeVisible();
  await expect(hypothesis(page)).toHaveValue('More buy.');
  await expect(page.getByLabel('Share of green, %')).toHaveValue('30');
  await letScriptCome();
  await page.getByLabel('Share of control, %').fill('70');
  await save(page).click();
  await isChanged(page);
  const file = await studio.saved('cta');
  for (const part of ['hypothesis: More buy.', 'weight: 3000', 'weight: 7000']) expect(file).toContain(part);
  await page.context().close();
});

test('both sides filled in and saved before the script came are saved', async ({ browser }) => {
  const { page } = await openEarly(browser);
  await page.locator('textarea[name=yaml]').fill(CTA.replace('status: draft', 'status: draft\nhypothesis: More buy.'));
  await page.getByLabel('Text of .cta in green').fill('Order');
  await save(page).click({ noWaitAfter: true });
  await isChanged(page);
  const file = await studio.saved('cta');
  for (const part of ['hypothesis: More buy.', 'value: Order']) expect(file).toContain(part);
  await page.context().close();
});

test('a page that is loaded again shows the YAML of now, not one that would write over it', async ({ browser }) => {
  const { page } = await openChange(studio, browser);
  const other = await studio.enter(browser);
  page.on('dialog', (dialog) => void dialog.accept());
  await typeHypothesis(page);
  await other.page.goto(`${studio.url}/experiments/cta/edit`);
  await other.page.getByLabel('Text of .cta in green').fill('Order');
  await save(other.page).click();
  await isChanged(other.page);
  await page.reload();
  await expect(page.locator('.cm-editor')).toBeVisible();
  await page.getByLabel('Name of green').fill('Greener');
  await save(page).click();
  await isChanged(page);
  const file = await studio.saved('cta');
  for (const part of ['value: Order', 'name: Greener']) expect(file).toContain(part);
  await other.page.context().close();
  await page.context().close();
});

test('what is pressed again and again is saved once, and nothing can be typed that would not be', async ({
  browser,
}) => {
  const { page } = await openChange(studio, browser);
  let sent = 0;
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/experiments/cta/fields', async (route) => {
    sent++;
    await isLetGo;
    await route.continue();
  });
  // While it is sent, nothing can be asked of the page from here: it tells by itself.
  let told: unknown;
  await page.exposeFunction('tell', (state: unknown) => {
    told = state;
    letGo();
  });
  await hypothesis(page).fill('More buy.');
  await page.evaluate(() => {
    const [saving, button, field] = ['.saving', 'button.primary', '[name=hypothesis]'].map((one) =>
      document.querySelector<HTMLElement>(one),
    );
    if (!saving || !button || !field) throw new Error('The page is not as it was.');
    new MutationObserver(() => {
      button.click();
      const { tell } = window as unknown as { tell: (state: unknown) => void };
      tell([
        saving.textContent,
        field.matches(':disabled'),
        document.querySelector('.cm-content[contenteditable=true]'),
      ]);
    }).observe(saving, { childList: true });
    button.click();
    button.click();
  });
  await isChanged(page);
  expect(told).toEqual(['It is being saved.', true, null]);
  expect(sent).toBe(1);
  expect(await studio.saved('cta')).toContain('hypothesis: More buy.');
  await page.context().close();
});
