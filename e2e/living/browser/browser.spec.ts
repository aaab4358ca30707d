/**
 * Holds variants against what browsers do to a page by themselves: pieces that come late, filling in, printing,
 * reading.
 */

import type { Page } from '@playwright/test';
import { client, expect, framed, manifestOf, painted, sampler, shown, test, withOps } from '../../harness/index.js';
import { wholeBrowser } from '../../harness/launch.js';

// the one without windows fills in no form
test.use(wholeBrowser);

const feature = 'living/browser';
const variant = withOps(
  'it',
  { op: 'replaceText', selector: '#buy', value: 'Buy now' },
  { op: 'setAttr', selector: '#name', name: 'placeholder', value: 'As it is on the card' },
  { op: 'setAttr', selector: '#number', name: 'value', value: '4000' },
  { op: 'addClass', selector: '#month', value: 'wide' },
  { op: 'injectHTML', selector: '#number', position: 'afterend', value: '<em class="put">16 digits</em>' },
  { op: 'injectHTML', selector: '#lead', position: 'beforeend', value: '<b class="put">Ten years</b>' },
);
const FIELDS = ['name', 'number', 'month', 'year'];

/** What each field of the form holds, and whether the browser has filled it in. */
const fields = (page: Page): Promise<unknown> =>
  page.evaluate(
    (ids) =>
      ids.map((id) => {
        const field = document.getElementById(id) as HTMLInputElement;
        return [field.value, field.matches(':autofill')];
      }),
    FIELDS,
  );

test('what the browser fills in stays, also when the page renders and when the experiment ends', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(variant) });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Autofill.enable');
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#number' });
  const { node } = await cdp.send('DOM.describeNode', { nodeId });
  const card = { number: '4444444444444444', name: 'Ada Lovelace', expiryMonth: '12', expiryYear: '2030', cvc: '123' };
  await cdp.send('Autofill.trigger', { fieldId: node.backendNodeId, card });
  const filled = ['Ada Lovelace', '4444444444444444', '12', '2030'].map((value) => [value, true]);
  await expect.poll(() => fields(page)).toEqual(filled);
  // The page renders what fx had found.
  await page.evaluate(() => {
    document.querySelector('#number')?.removeAttribute('value');
    document.querySelector('#month')?.removeAttribute('class');
    document.querySelector('#pay .put')?.remove();
  });
  await painted(page);
  expect(await fields(page)).toEqual(filled);
  await expect(page.locator('#pay .put')).toHaveCount(1);
  expect(await page.getAttribute('#month', 'class')).toBe('wide');
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await fields(page)).toEqual(filled);
  await expect(page.locator('.put')).toHaveCount(0);
  await cdp.detach();
});

test('a page is printed as it is shown; what it says for print alone is its own, and gone afterwards', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(variant, withOps('more', { op: 'replaceText', selector: '#more p', value: 'By hand.' })),
  });
  await page.evaluate(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    const text = (selector: string) => document.querySelector(selector)?.textContent;
    const say = (of: string) =>
      told.push([of, text('#buy'), text('#more p'), document.querySelectorAll('.put').length]);
    const write = (selector: string, value: string) => {
      const element = document.querySelector(selector);
      if (element) element.textContent = value;
    };
    addEventListener('beforeprint', () => {
      say('before');
      // Its own value for one, what fx had found for another.
      write('#buy', 'At the till');
      write('#more p', 'Sewn by hand.');
    });
    matchMedia('print').addEventListener('change', ({ matches }) => matches && say('print'));
    addEventListener('afterprint', () => write('#buy', 'Add to cart'));
  });
  await page.pdf();
  await painted(page);
  expect(await page.evaluate('told')).toEqual([
    ['before', 'Buy now', 'By hand.', 2],
    ['print', 'At the till', 'By hand.', 2],
  ]);
  await expect(page.locator('#buy')).toHaveText('Buy now');
});

test('a reader that copies the page shows the variant, once, and leaves the page as it was', async ({
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf(variant) });
  const shows = (): Promise<unknown> =>
    page.evaluate(() => [
      [...document.querySelectorAll('#buy')].map((it) => it.textContent),
      document.querySelectorAll('article .put').length,
      document.querySelector('#lead')?.textContent?.match(/Ten years/g)?.length,
    ]);
  for (const way of ['cloneNode', 'outerHTML']) {
    await page.evaluate((by) => {
      const copy =
        by === 'cloneNode'
          ? (document.cloneNode(true) as Document)
          : new DOMParser().parseFromString(document.documentElement.outerHTML, 'text/html');
      for (const one of copy.querySelectorAll('script, style, form')) one.remove();
      const reader = document.createElement('body');
      reader.append(document.importNode(copy.querySelector('article') as Element, true));
      Object.assign(window, { kept: document.body });
      document.body.replaceWith(reader);
    }, way);
    await painted(page);
    expect(await shows()).toEqual([['Buy now'], 1, 1]);
    await page.evaluate(() => document.body.replaceWith((window as unknown as { kept: Node }).kept));
    await painted(page);
    expect(await shows()).toEqual([['Buy now'], 1, 1]);
    await expect(page.locator('.put')).toHaveCount(2);
  }
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await shows()).toEqual([['Add to cart'], 0, undefined]);
});

test('a page that comes in pieces, over longer than an op waits, shows no piece of the control', async ({
  page,
  publish,
  collector,
  site,
}) => {
  const wait = { waitForMs: 1 } as const;
  publish({
    feature,
    path: '/whole',
    before: sampler("/Add|cart|Sewn/.test(document.querySelector('article')?.textContent)", '0'),
    attributes: { 'data-collect': collector.url },
    manifest: manifestOf(
      withOps(
        'it',
        { op: 'replaceText', selector: '#buy', value: 'Buy now', ...wait },
        { op: 'replaceHTML', selector: '#more', value: '<summary>Much more</summary>', ...wait },
        { op: 'setAttr', selector: '#number', name: 'placeholder', value: '16 digits', ...wait },
      ),
    ),
  });
  const whole = await (await fetch(`${site.origin}/whole`)).text();
  // Within a text, a tag and an attribute of what is changed.
  const pieces = whole.split(/(?<=Add to|<details id="m|Sewn by|<input id="num)/);
  expect(pieces).toHaveLength(5);
  const stream = site.stream('/pieces');
  const going = page.goto(`${site.origin}/pieces`, { waitUntil: 'commit' });
  for (const [index, piece] of pieces.slice(0, -1).entries()) {
    await stream.write(piece);
    if (!index) await going;
    // Some thirty frames: longer than the op says, which counts from the end of the page.
    for (let frames = 0; frames < 30; frames++) await framed(page);
  }
  await stream.end(pieces.at(-1));
  await page.waitForLoadState('load');
  await painted(page);
  expect((await shown(page)).frames.filter(({ isControl }) => isControl)).toEqual([]);
  await expect(page.locator('#buy')).toHaveText('Buy now');
  await expect(page.locator('#more')).toHaveText('Much more');
  await expect(page.locator('#number')).toHaveAttribute('placeholder', '16 digits');
  await (await client(page)).evaluate((fx) => {
    fx.track('end');
    fx.dispose();
  });
  await collector.until(() => collector.conversions().length > 0);
  expect(collector.failures()).toEqual([]);
  await expect(page.locator('#buy')).toHaveText('Add to cart');
  await expect(page.locator('#more')).toHaveText('MoreSewn by hand.');
});
