/**
 * Tests texts that are composed of several keys, as Japanese is: the page shows them, and hears nothing of how they
 * are typed.
 */

import { expect } from '../harness/index.js';
import { heard, listen, open, panel, pick, test } from './shop.js';

test('a text that is composed with an input method comes onto the page, which hears nothing of it', async ({
  page,
  shop,
}) => {
  const composed = ['compositionstart', 'compositionupdate', 'compositionend'];
  await listen(page, [...composed, 'beforeinput', 'input', 'keydown']);
  await open(page, shop);
  await pick(page, '.hero h1');
  await panel(page).getByLabel('New text').focus();
  await page.keyboard.press('Control+A');
  const input = await page.context().newCDPSession(page);
  for (const text of ['か', 'かみ', '紙'])
    await input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await expect(page.locator('.hero h1')).toHaveText('紙');
  await input.send('Input.insertText', { text: '紙' });
  await panel(page).getByRole('button', { name: 'Apply' }).click();
  await expect(page.locator('.hero h1')).toHaveText('紙');
  await expect(panel(page).getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(1);
  expect(await heard(page)).toEqual([]);
});
