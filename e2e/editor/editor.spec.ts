/** Tests the editor on the demo shop: what is picked and changed there becomes YAML that does the same for visitors. */

import { expect } from '../harness/index.js';
import { difference, htmlOf, picture } from './pictures.js';
import { fill, open, panel, pick, startShop, test, yamlIn } from './shop.js';

test('a headline and a button that were changed by clicks are the same for visitors, by the YAML', async ({
  page,
  shop,
  context,
}) => {
  await page.goto(`${shop.url}/fx/`);
  await page
    .getByRole('link', { name: 'Edit /index.html on the page' })
    .or(page.getByRole('link', { name: 'Edit / on the page' }))
    .first()
    .click();
  await expect(panel(page)).toBeVisible();
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Paper for people who write.');
  await expect(page.locator('.hero h1')).toHaveText('Paper for people who write.');
  await pick(page, '.hero .button');
  await panel(page).getByRole('button', { name: 'Style' }).click();
  await panel(page).getByLabel('Property').selectOption('background-color');
  await fill(page, 'Value', 'rgb(180, 40, 30)');
  await expect(page.locator('.hero .button')).toHaveCSS('background-color', 'rgb(180, 40, 30)');
  await expect(panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(2);
  const yaml = await yamlIn(page);
  expect(yaml).toContain('was: "Good paper, made to be written on."');
  const edited = await picture(page);
  const path = new URL(page.url()).pathname;

  const published = await startShop(yaml.replace(/^status: draft.*$/m, 'status: running'));
  const id = /^id: (.*)$/m.exec(yaml)?.[1];
  const visitor = await context.newPage();
  await visitor.goto(`${published.url}${path}?fx=${id}:treatment`);
  await expect(visitor.locator('.hero h1')).toHaveText('Paper for people who write.');
  await expect(visitor.locator('fx-badge')).toHaveCount(1);
  expect(await difference(visitor, edited, await picture(visitor))).toBeLessThan(0.0005);
  await published.end();
});

test('undo gives the page back byte for byte, redo the change, and comparing is as long as it is held', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  const before = await htmlOf(page);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Another');
  await pick(page, '.hero .lead');
  await panel(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('.hero .lead')).toHaveCount(0);
  const after = await htmlOf(page);
  const compare = panel(page).getByRole('button', { name: 'Hold to compare' });
  await compare.hover();
  await page.mouse.down();
  await expect(page.locator('.hero .lead')).toHaveCount(1);
  expect(await htmlOf(page)).toBe(before);
  await page.mouse.up();
  await expect(page.locator('.hero .lead')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  expect(await htmlOf(page)).toBe(before);
  await expect(panel(page).getByRole('button', { name: 'Undo' })).toBeDisabled();
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  expect(await htmlOf(page)).toBe(after);
});

test('a pick never reaches the page: no link is followed, nothing of the page hears of it', async ({ page, shop }) => {
  await open(page, shop);
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click', 'focusin'])
      document.addEventListener(
        type,
        (event) => {
          if (!(event.target as Element).closest('fx-editor')) document.body.dataset.heard = type;
        },
        true,
      );
  });
  const address = page.url();
  await pick(page, '.hero .button');
  await expect(panel(page).getByLabel('Selector')).not.toHaveValue('');
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => document.body.dataset.heard)).toBeUndefined();
});

test('keys alone pick, change and take back', async ({ page, shop }) => {
  await open(page, shop);
  await panel(page).getByRole('button', { name: 'Pick an element' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByLabel('Selector')).toHaveValue(/main/);
  await panel(page).getByRole('button', { name: 'Hide' }).press('Enter');
  await expect(page.locator('#main')).toBeHidden();
  await panel(page).getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.locator('#main')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Pick an element' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(panel(page).getByRole('button', { name: 'Pick an element' })).toHaveAttribute('aria-pressed', 'false');
});

test('changes are switched off and on, reordered and deleted, and live over a reload with what can be undone', async ({
  page,
  shop,
}) => {
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'First');
  await pick(page, '.hero .lead');
  await fill(page, 'New text', 'Second');
  const items = panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await panel(page).getByLabel('On: Text: First').uncheck();
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  expect(await yamlIn(page)).not.toContain('First');
  await panel(page).getByRole('button', { name: 'Up: Text: Second' }).click();
  await expect(items.first()).toContainText('Second');
  await page.reload();
  await expect(panel(page)).toBeVisible();
  await expect(items).toHaveCount(2);
  await expect(page.locator('.hero .lead')).toHaveText('Second');
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(items.last()).toContainText('Second');
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.hero h1')).toHaveText('First');
  await panel(page).getByRole('button', { name: 'Redo' }).click();
  await expect(page.locator('.hero h1')).not.toHaveText('First');
  await panel(page).getByRole('button', { name: 'Delete: Text: Second' }).click();
  await expect(page.locator('.hero .lead')).not.toHaveText('Second');
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await expect(panel(page)).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('a page that is edited shows the control, counts nobody and stores nothing of a visitor', async ({
  page,
  shop,
  context,
}) => {
  const posts: string[] = [];
  // The validator is asked about the draft, which counts nobody.
  page.on('request', (request) => {
    if (request.method() === 'POST' && !request.url().endsWith('/fx/check')) posts.push(request.url());
  });
  await open(page, shop, '/product.html');
  await page.evaluate(() => (window as unknown as { fx: { push(command: unknown): void } }).fx.push(['track', 'x']));
  await page.goto(`${shop.url}/fx/`);
  expect(posts).toEqual([]);
  expect((await context.cookies()).filter(({ name }) => name === '_fx_s')).toEqual([]);
});
