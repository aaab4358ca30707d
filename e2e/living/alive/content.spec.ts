/**
 * Checks that where fx changed what an element says, the visitor and the page go on with it as they would without fx.
 */

import { client, expect, manifestOf, painted, test, withOps } from '../../harness/index.js';

const feature = 'living/alive';
const text = (selector: string, value: string) => ({ op: 'replaceText', selector, value }) as const;

test('a visitor who edits a changed text keeps what they typed, also when the experiment ends', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(withOps('a', text('#edited', 'Changed'))) });
  await page.click('#edited');
  await page.keyboard.press('End');
  await page.keyboard.type(' by me');
  await painted(page);
  await page.evaluate(() => document.querySelector('#edited')?.classList.add('x'));
  await painted(page);
  await expect(page.locator('#edited')).toHaveText('Changed by me');
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(page.locator('#edited')).toHaveText('Changed by me');
});

test('a visitor who deletes a changed text and types the old one is not corrected while they type', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(withOps('a', text('#edited', 'Changed'))) });
  await page.click('#edited');
  await page.keyboard.press('Control+a');
  for (const key of 'Edit me') await page.keyboard.press(key);
  await painted(page);
  await expect(page.locator('#edited')).toHaveText('Edit me');
  for (const key of ', too') await page.keyboard.press(key);
  await painted(page);
  await expect(page.locator('#edited')).toHaveText('Edit me, too');
});

test('what was typed stays where the default value of a field is changed, and changed again by the page', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(
      withOps(
        'a',
        { op: 'setAttr', selector: '#typed', name: 'value', value: 'A default' },
        text('#long', 'A default'),
        { op: 'setAttr', selector: '#ticked', name: 'checked', value: '' },
      ),
    ),
  });
  expect(await page.inputValue('#typed')).toBe('A default');
  expect(await page.inputValue('#long')).toBe('A default');
  expect(await page.isChecked('#ticked')).toBe(true);
  await page.fill('#typed', 'mine');
  await page.fill('#long', 'mine');
  await page.click('#ticked');
  await page.evaluate(() => {
    document.querySelector('#typed')?.removeAttribute('value');
    (document.querySelector('#long') as Element).textContent = '';
    document.querySelector('#ticked')?.removeAttribute('checked');
  });
  await painted(page);
  const read = async (): Promise<unknown[]> => [
    await page.inputValue('#typed'),
    await page.inputValue('#long'),
    await page.isChecked('#ticked'),
  ];
  expect(await read()).toEqual(['mine', 'mine', false]);
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await read()).toEqual(['mine', 'mine', false]);
});

test('an option stays chosen where its text is changed, and so does the focus of a button', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(
      withOps('a', text('#chosen option:nth-child(2)', 'Bee'), text('#details summary', 'Much more'), {
        op: 'replaceHTML',
        selector: '#inside',
        value: '<b>Yes, please</b>',
      }),
    ),
  });
  await page.evaluate(() => (document.querySelector('dialog') as HTMLDialogElement).showModal());
  await page.focus('#inside');
  await page.evaluate(() => {
    (document.querySelector('#inside') as Element).textContent = 'Yes';
  });
  await painted(page);
  expect(await page.evaluate(() => [document.activeElement?.id, document.activeElement?.textContent])).toEqual([
    'inside',
    'Yes, please',
  ]);
  await page.keyboard.press('Escape');
  await page.selectOption('#chosen', { index: 1 });
  await page.click('summary');
  await painted(page);
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(
    await page.evaluate(() => [
      document.querySelector('select')?.selectedIndex,
      document.querySelector('select')?.value,
      document.querySelector('details')?.open,
      document.querySelector('summary')?.textContent,
    ]),
  ).toEqual([1, 'b', true, 'More']);
});

test('a form that fx put in keeps what is typed into it while the page renders around it', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(
      withOps('a', {
        op: 'injectHTML',
        selector: '#edited',
        position: 'beforebegin',
        value: '<form id="put"><input id="mail"><video id="playing" muted></video></form>',
      }),
    ),
  });
  await page.focus('#mail');
  await page.keyboard.type('ada@');
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => document.querySelector('#edited')?.before(document.createElement('i')));
    await painted(page);
  }
  await page.keyboard.type('example.com');
  expect(await page.evaluate(() => [document.activeElement?.id, document.querySelectorAll('#put').length])).toEqual([
    'mail',
    1,
  ]);
  expect(await page.inputValue('#mail')).toBe('ada@example.com');
});

test('an element with callbacks that is removed hears of it once, and of its coming back once', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(withOps('a', { op: 'remove', selector: '#clock' })) });
  const seen = (): Promise<unknown> => page.evaluate('[seen.connected, seen.disconnected]');
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('i')));
    await painted(page);
  }
  expect(await seen()).toEqual([1, 1]);
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await seen()).toEqual([2, 1]);
});
