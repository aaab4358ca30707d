/** Tests the editor on a page of a published site: what is changed there is saved into the file of its experiment. */

import { expect } from '../harness/index.js';
import { fill, openRoot, panel, pick } from './shop.js';
import { EXPERIMENT, signIn, test } from './site.js';

const save = 'Save';

test('from Studio onto the page, changed, saved into the file with its comments, published and seen', async ({
  page,
  published: site,
  context,
}) => {
  await signIn(page, site);
  await page.goto(`${site.studio.url}/experiments/hero`);
  await page.getByRole('link', { name: 'Edit on the page' }).click();
  const [edited] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Open the editor' }).click(),
  ]);
  await expect(edited.locator('fx-editor')).toHaveCount(1);
  expect(edited.url()).toBe(`${site.url}/`);
  // The script that opens its root for tests is in `page` alone: here it is closed, as for every page.
  expect(await edited.locator('fx-editor').evaluate((host) => host.shadowRoot)).toBeNull();
  await edited.close();
  await page.goto(await site.open());
  await expect(panel(page).getByRole('heading', { name: 'Headline of the shop' })).toBeVisible();
  expect(page.url()).toBe(`${site.url}/`);
  await expect(page.locator('.hero .lead')).toHaveText('Written by hand.');
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Paper, at last.');
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Saved' })).toBeDisabled();
  expect(await site.file()).toBe(
    EXPERIMENT.replace(
      'value: Written by hand.\n',
      'value: Written by hand.\n      - op: replaceText\n        selector: .hero h1\n        value: Paper, at last.\n        was: Good paper, made to be written on.\n',
    ).replace('.hero h1', /selector: (.*h1.*)/.exec(await site.file())?.[1] ?? ''),
  );
  await site.publish();
  const visitor = await context.newPage();
  await visitor.goto(`${site.url}/?fx=hero:bold&fxp=0123456789abcdef`);
  await expect(visitor.locator('.hero h1')).toHaveText('Paper, at last.');
});

test('a page that is edited shows no experiment, sends nothing, stores nothing of a visitor, and lives over a reload', async ({
  page,
  published: site,
  context,
}) => {
  await site.write(EXPERIMENT.replace('draft', 'running'));
  await site.publish();
  await page.goto(await site.open());
  await expect(panel(page)).toBeVisible();
  await page.evaluate(() => (window as unknown as { fx: { push(command: unknown): void } }).fx.push(['track', 'x']));
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Kept');
  await page.reload();
  await expect(panel(page)).toBeVisible();
  await expect(page.locator('.hero h1')).toHaveText('Kept');
  expect(page.url()).toBe(`${site.url}/`);
  await page.goto(`${site.url}/product.html`);
  await expect(panel(page)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Close' }).click();
  expect((await context.cookies(site.url)).map(({ name }) => name)).toEqual([]);
  expect(site.posts).toEqual([]);
  expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual([]);
  await page.reload();
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
});

test('variants are switched, which gives the very elements back, and the control cannot be changed', async ({
  page,
  published: site,
}) => {
  await page.goto(await site.open());
  await expect(page.locator('.hero .lead')).toHaveText('Written by hand.');
  await panel(page).getByRole('button', { name: 'As it is', exact: true }).click();
  const before = await page.evaluate(() => {
    (window as unknown as { kept: unknown }).kept = [...document.querySelectorAll('body *')];
    return document.body.outerHTML;
  });
  await expect(panel(page).getByText('It cannot be changed')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Pick an element' })).toBeHidden();
  await panel(page).getByRole('button', { name: 'Calm' }).click();
  await pick(page, '.hero .lead');
  await panel(page).getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.locator('.hero .lead')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Bold' }).click();
  await expect(page.locator('.hero .lead')).toHaveText('Written by hand.');
  await panel(page).getByRole('button', { name: 'As it is', exact: true }).click();
  expect(await page.evaluate(() => document.body.outerHTML)).toBe(before);
  expect(
    await page.evaluate(() => {
      const { kept } = window as unknown as { kept: Element[] };
      const now = [...document.querySelectorAll('body *')];
      return now.length === kept.length && now.every((one, at) => one === kept[at]);
    }),
  ).toBe(true);
});

test('the code of a variant does not run, and the panel says so of each that has some', async ({
  page,
  published: site,
}) => {
  const js = "js: document.body.dataset.ran = 'yes'";
  await site.write(EXPERIMENT.replace('    name: Calm\n', `    name: Calm\n    ${js}\n`));
  await page.goto(await site.open());
  await expect(panel(page).getByRole('button', { name: 'Calm' })).toBeVisible();
  await expect(panel(page).getByText('code of its own')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Calm' }).click();
  await expect(panel(page).getByText('This variant has code of its own, which does not run here.')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Bold' }).click();
  await expect(panel(page).getByText('code of its own')).toHaveCount(0);
  expect(await page.evaluate(() => document.body.dataset.ran)).toBeUndefined();
});

test('the validator says at once what is wrong, at its line, and nothing is saved', async ({
  page,
  published: site,
}) => {
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await panel(page).getByRole('button', { name: 'Attribute' }).click();
  await panel(page).getByLabel('Name', { exact: true }).fill('onclick');
  await fill(page, 'Value', 'alert(1)');
  await expect(panel(page).getByRole('list', { name: 'What the validator says' })).toContainText('onclick');
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await expect(panel(page).getByText('would not be valid')).toBeVisible();
  expect(await site.file()).toBe(EXPERIMENT);
});

test('whoever saves late is asked, and loses nothing of either', async ({ page, published: site }) => {
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Mine');
  await site.write(EXPERIMENT.replace('Written by hand.', 'Theirs.'));
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await expect(panel(page).getByText('Somebody else saved this meanwhile')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.locator('.hero .lead')).toHaveText('Theirs.');
  await expect(page.locator('.hero h1')).not.toHaveText('Mine');
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.hero h1')).toHaveText('Mine');
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Mine');
  await site.write(EXPERIMENT.replace('Written by hand.', 'Once more.'));
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await panel(page).getByRole('button', { name: 'Put mine on top of theirs' }).click();
  await expect(page.locator('.hero h1')).toHaveText('Mine');
  await expect(page.locator('.hero .lead')).toHaveText('Once more.');
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  expect(await site.file()).toContain('value: Once more.');
  expect(await site.file()).toContain('value: Mine');
  expect(await site.file()).toContain('# Legal has approved this one.');
});

test('where it runs and who sees it are saved where they were changed', async ({ page, published: site }) => {
  await page.goto(await site.open('/product.html'));
  await panel(page).getByLabel('Only on phones').check();
  await panel(page).getByLabel('Only this page: /product.html').check();
  await expect(panel(page).getByText('Changed. Next: Save.')).toBeVisible();
  await panel(page).getByRole('button', { name: save, exact: true }).click();
  await expect(panel(page).getByText('Saved. Visitors see it')).toBeVisible();
  const file = await site.file();
  expect(file).toContain('pattern: ^/product\\.html$');
  expect(file).toMatch(/var: device\.type\n\s+- mobile/);
});

test('the page is looked at as wide as a phone, in a window in which the editor goes on', async ({
  page,
  published: site,
}) => {
  await page.goto(await site.open());
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Narrow');
  const [narrow] = await Promise.all([
    page.waitForEvent('popup'),
    panel(page).getByRole('button', { name: 'Phone' }).click(),
  ]);
  await expect(narrow.locator('.hero h1')).toHaveText('Narrow');
  await expect(narrow.locator('fx-editor')).toHaveCount(1);
  await expect.poll(() => narrow.evaluate(() => innerWidth)).toBeLessThan(500);
  await expect(panel(page)).toHaveCount(0);
});

test.describe('a window of its own size', () => {
  // With a size of Playwright's own nothing that a page asks for would show.
  test.use({ viewport: null });

  test('a window that was opened for a width is given another one, and no further window is opened', async ({
    context,
    page,
    published: site,
  }) => {
    await context.addInitScript(openRoot);
    await page.goto(await site.open());
    const [narrow] = await Promise.all([
      page.waitForEvent('popup'),
      panel(page).getByRole('button', { name: 'Phone' }).click(),
    ]);
    await expect(panel(narrow)).toBeVisible();
    const widths = (): Promise<number> => narrow.evaluate(() => innerWidth);
    await expect.poll(widths).toBeLessThan(500);
    const count = context.pages().length;
    await panel(narrow).getByRole('button', { name: 'Tablet' }).click();
    await expect.poll(widths).toBeGreaterThan(700);
    await panel(narrow).getByRole('button', { name: 'Phone' }).click();
    await expect.poll(widths).toBeLessThan(500);
    expect(context.pages()).toHaveLength(count);
  });
});
