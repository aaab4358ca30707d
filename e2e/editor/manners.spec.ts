/** Checks that the editor and the page leave each other alone: policy, keys and styles. */

import { expect } from '../harness/index.js';
import { fill, heard, listen, open, panel, pick, test, yamlIn } from './shop.js';

test('it works under the strictest policy, and breaks none', async ({ page, shop }) => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
      if (/\/fx\//.test(sourceFile)) document.documentElement.dataset.violated = violatedDirective;
    });
  });
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Strict');
  await expect(page.locator('.hero h1')).toHaveText('Strict');
  const press = (name: string) => panel(page).getByRole('button', { name, exact: true }).click();
  await press('Style');
  await panel(page).getByRole('group', { name: 'Colours of this page' }).getByRole('button').last().click();
  await press('Attribute');
  await fill(page, 'Value', 'Strict');
  await press('Class');
  await fill(page, 'Class', 'strict');
  await press('Hide');
  await expect(page.locator('.hero h1')).toBeHidden();
  await expect(panel(page)).toHaveCSS('position', 'fixed');
  while (await panel(page).getByRole('button', { name: 'Undo' }).isEnabled()) await press('Undo');
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  expect(await page.evaluate(() => document.documentElement.dataset.violated)).toBeUndefined();
});

test('keys, focus and styles of the page do not reach the panel, nor its own the page', async ({ page, shop }) => {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const type of ['keydown', 'keyup', 'input', 'focusin', 'click'])
      document.addEventListener(type, (event) => {
        heard.push(type);
        if (type === 'keydown') event.preventDefault();
        // As a dialog does that keeps the focus to itself.
        if (type === 'focusin') document.querySelector<HTMLElement>('main a')?.focus();
      });
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '* { color: rgb(1, 2, 3) !important; font-size: 40px !important; letter-spacing: 9px !important }',
      );
      document.adoptedStyleSheets = [sheet];
    });
  });
  await open(page, shop);
  await pick(page, '.hero h1');
  await panel(page).getByLabel('New text').focus();
  await heard(page);
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await expect(panel(page).getByLabel('New text')).toBeFocused();
  await expect(panel(page).getByLabel('New text')).toHaveValue(/!$/);
  await panel(page).getByRole('button', { name: 'Apply' }).click();
  expect(await heard(page)).toEqual([]);
  await expect(panel(page)).toHaveCSS('color', 'rgb(23, 33, 29)');
  await expect(panel(page)).toHaveCSS('font-size', '14px');
  await expect(panel(page)).toHaveCSS('letter-spacing', 'normal');
});

test('shortcuts and focus traps that listen on the way down hear nothing of the panel, whose fields and keys work', async ({
  page,
  shop,
}) => {
  const keys = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste'];
  await listen(page, [...keys, 'focus', 'focusin', 'focusout', 'blur'], true);
  await open(page, shop);
  await pick(page, '.hero h1');
  await heard(page);
  await panel(page).getByLabel('New text').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Typed by keys');
  await expect(page.locator('.hero h1')).toHaveText('Typed by keys');
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('list', { name: 'Changes' })).toContainText('Typed by keys');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.locator('.hero h1')).toHaveText('Good paper, made to be written on.');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(page.locator('.hero h1')).toHaveText('Typed by keys');
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await panel(page).getByLabel('New text').focus();
  await page.keyboard.press('Escape');
  await expect(panel(page).getByRole('button', { name: 'Pick an element' })).toHaveAttribute('aria-pressed', 'false');
  await panel(page).getByLabel('New text').blur();
  expect(await heard(page)).toEqual([]);
});

test('on a page that begins at the right the panel is at the left', async ({ page, shop }) => {
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => (document.documentElement.dir = 'rtl')),
  );
  await open(page, shop);
  expect((await panel(page).boundingBox())?.x).toBeLessThan(100);
});

test('an element in an open shadow root is picked, and changed for visitors through its host', async ({
  page,
  shop,
}) => {
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => {
      const host = document.createElement('shop-badge');
      host.id = 'badge';
      document.querySelector('.hero .lead')?.after(host);
      const text = document.createElement('b');
      text.className = 'words';
      text.textContent = 'Made by hand';
      host.attachShadow({ mode: 'open' }).append(text);
    }),
  );
  await open(page, shop);
  await pick(page, '#badge b');
  await fill(page, 'New text', 'Made by us');
  await expect(page.locator('#badge b')).toHaveText('Made by us');
  expect(await yamlIn(page)).toMatch(/selector: "#badge >>> /);
});

test('the YAML is copied, and where a browser lets no page copy it is there to be copied by keys', async ({
  page,
  shop,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url });
  await open(page, shop);
  await pick(page, '.hero h1');
  await fill(page, 'New text', 'Copied');
  await panel(page).getByRole('button', { name: 'Copy YAML' }).click();
  await expect(panel(page).getByText('Copied. Save it as ')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await yamlIn(page));
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
  });
  await panel(page).getByRole('button', { name: 'Copy YAML' }).click();
  await expect(panel(page).getByText('press Ctrl+C')).toBeVisible();
  const yaml = panel(page).getByLabel('YAML of the experiment');
  await expect(yaml).toBeFocused();
  expect(await yaml.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart)).toBe(
    (await yamlIn(page)).length,
  );
});
