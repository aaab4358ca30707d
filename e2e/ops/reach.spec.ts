/**
 * Checks that operations change what is seen: the image that the browser takes, the match that is rendered, shadow
 * roots, XHTML.
 */

import type { Op } from '../../src/core/index.js';
import { client, expect, manifestOf, pageOf, painted, test, withOps } from '../harness/index.js';

const feature = 'ops';
const pageWith = (body: string): string =>
  pageOf(feature).replace(/<body>[\s\S]*<\/body>/, () => `<body>${body}</body>`);

const image = (color: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='${color}'/></svg>`)}`;

test('setAttr src changes the image that is shown, whatever srcset and sources say, and undone these are back', async ({
  page,
  visit,
}) => {
  const [old, other, wish] = ['red', 'blue', 'green'].map(image);
  const body = `<picture><source srcset="${other}"><img class="hero" src="${old}"></picture><img class="card" src="${old}" srcset="${other} 1x">`;
  const ops = ['.hero', '.card'].map(
    (selector): Op => ({ op: 'setAttr', selector, name: 'src', value: wish as string, all: true }),
  );
  await visit({ feature, html: pageWith(body), manifest: manifestOf(withOps('a', ...ops)) });
  const shown = () => page.evaluate(() => [...document.images].map((one) => one.currentSrc));
  await expect.poll(shown).toEqual([wish, wish]);
  const set = (value: string) =>
    page.evaluate((text) => document.querySelector('.card')?.setAttribute('srcset', text), value);
  await set(`${other} 1x`);
  await expect.poll(shown).toEqual([wish, wish]);
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect.poll(shown).toEqual([other, other]);
});

test('of several matches the first that is rendered is changed, and nothing is seen of the choice', async ({
  page,
  visit,
}) => {
  const body = '<nav style="display:none"><a class="cta">Buy</a></nav><nav><a class="cta">Buy</a></nav>';
  for (const op of [
    { op: 'replaceText', selector: '.cta', value: 'Try' },
    { op: 'remove', selector: '.cta' },
    { op: 'addClass', selector: '.cta', value: 'new' },
  ] as const) {
    await visit({ feature, html: pageWith(body), manifest: manifestOf(withOps('a', op)) });
    await painted(page);
    const seen = await page.evaluate(() => document.querySelector('body > nav:last-of-type')?.innerHTML);
    expect(seen).toBe(
      { replaceText: '<a class="cta">Try</a>', remove: '<!--fx-->', addClass: '<a class="cta new">Buy</a>' }[op.op],
    );
    await (await client(page)).evaluate((fx) => fx.dispose());
    expect(await page.evaluate(() => document.body.innerHTML.trim())).toBe(body);
  }
});

test('a twin in a closed <details>, or hidden until it is searched for, is none that is rendered', async ({
  page,
  visit,
}) => {
  const twins = [
    '<details><summary>Menu</summary><a class="one">Buy</a></details><a class="one">Buy</a>',
    '<p hidden="until-found"><b class="two">Buy</b></p><b class="two">Buy</b>',
  ];
  await visit({
    feature,
    html: pageOf(feature).replace('<main>', () => `<main>${twins.join('')}`),
    manifest: manifestOf(
      withOps('a', ...['.one', '.two'].map((selector): Op => ({ op: 'replaceText', selector, value: 'Order' }))),
    ),
  });
  await painted(page);
  await expect(page.locator('.one, .two')).toHaveText(['Buy', 'Order', 'Buy', 'Order']);
});

test('an element without a box of its own is rendered where what is in it is', async ({ page, visit }) => {
  const contents = 'style="display: contents"';
  const body = [
    `<nav hidden><a class="one" ${contents}><i>Buy</i></a></nav><a class="one" ${contents}><b ${contents}><i>Buy</i></b></a><a class="one">Buy</a>`,
    `<details><summary>Menu</summary><a class="two" ${contents}><i>Buy</i></a></details><a class="two">Buy</a>`,
  ].join('');
  await visit({
    feature,
    html: pageWith(body),
    manifest: manifestOf(
      withOps('a', ...['.one', '.two'].map((selector): Op => ({ op: 'replaceText', selector, value: 'Order' }))),
    ),
  });
  await painted(page);
  await expect(page.locator('.one, .two')).toHaveText(['Buy', 'Order', 'Buy', 'Buy', 'Order']);
});

test('what lies in open shadow roots is found, waited for, kept and undone', async ({ page, visit }) => {
  const body = '<my-card></my-card><my-late></my-late>';
  await visit({
    feature,
    html: pageWith(body),
    manifest: manifestOf(
      withOps(
        'a',
        { op: 'replaceText', selector: 'my-card >>> .price', value: 'X', waitForMs: 60_000 },
        { op: 'addClass', selector: 'my-late >>> my-card >>> .price', value: 'x', waitForMs: 60_000 },
      ),
    ),
  });
  const state = () =>
    page.evaluate(() => {
      const inner = (host?: Element | null) => host?.shadowRoot?.querySelector('.price');
      const late = document.querySelector('my-late')?.shadowRoot?.querySelector('my-card');
      return [inner(document.querySelector('my-card'))?.textContent, inner(late)?.className];
    });
  await page.evaluate(() => {
    const define = (name: string, html: string) =>
      customElements.define(
        name,
        class extends HTMLElement {
          connectedCallback() {
            this.attachShadow({ mode: 'open' }).innerHTML = html;
          }
        },
      );
    define('my-card', '<b class="price">9 €</b>');
    define('my-late', '<my-card></my-card>');
  });
  await expect.poll(state).toEqual(['X', 'price x']);
  await page.evaluate(() => {
    const price = document.querySelector('my-card')?.shadowRoot?.querySelector('.price');
    if (price) price.textContent = '9 €';
  });
  await expect.poll(state).toEqual(['X', 'price x']);
  await page.evaluate(() => {
    const root = document.querySelector('my-card')?.shadowRoot;
    if (root) root.innerHTML = '<b class="price">9 €</b>';
  });
  await expect.poll(state).toEqual(['X', 'price x']);
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await state()).toEqual(['9 €', 'price']);
});

test('html works in a document of XHTML', async ({ page, visit }) => {
  const html = pageWith('<p id="p">text</p>')
    .replace('<!doctype html>', '')
    .replace('<html', '<html xmlns="http://www.w3.org/1999/xhtml"')
    .replace(/<meta charset="utf-8">/, '');
  await visit({
    feature,
    html,
    headers: { 'content-type': 'application/xhtml+xml' },
    manifest: manifestOf(
      withOps(
        'a',
        { op: 'injectHTML', selector: '#p', position: 'beforeend', value: '<b>bold<br>' },
        { op: 'injectHTML', selector: '#p', position: 'afterend', value: '<i>next' },
      ),
    ),
  });
  await expect(page.locator('#p > b > br')).toHaveCount(1);
  await expect(page.locator('#p + i')).toHaveText('next');
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(page.locator('#p ~ i, #p > b')).toHaveCount(0);
});

test('a shadow root that is attached without any other change of the page is seen', async ({ page, visit }) => {
  await visit({
    feature,
    html: pageWith('<div id="early"></div><div class="host"></div><div class="host"></div>'),
    manifest: manifestOf(
      withOps(
        'a',
        { op: 'replaceText', selector: '#early >>> div >>> .price', value: 'X', waitForMs: 60_000 },
        { op: 'addClass', selector: '.host >>> .price', value: 'x', all: true },
      ),
    ),
  });
  await painted(page);
  const attach = (index: number) =>
    page.evaluate((at) => {
      const root = document.querySelectorAll('.host, #early')[at]?.attachShadow({ mode: 'open' });
      const inner = document.createElement('div');
      root?.append(inner);
      const deep = at ? root : inner.attachShadow({ mode: 'open' });
      deep?.append(Object.assign(document.createElement('b'), { className: 'price', textContent: '9 €' }));
    }, index);
  const prices = () =>
    page.evaluate(() => {
      const priceIn = (host?: Element | null): Element | null | undefined => {
        const root = host?.shadowRoot;
        return root?.querySelector('.price') ?? (root && priceIn(root.querySelector('div')));
      };
      return [...document.querySelectorAll('#early, .host')]
        .map(priceIn)
        .map((it) => it && `${it.className} ${it.textContent}`);
    });
  for (const index of [0, 1, 2]) await attach(index);
  await expect.poll(prices).toEqual(['price X', 'price x 9 €', 'price x 9 €']);
});

test('while a router keeps the page that leaves, all: true changes the page that comes before it is painted', async ({
  page,
  visit,
}) => {
  const op = { op: 'replaceText', selector: 'main h1', value: 'Ours' } as const;
  const play = async (all: boolean): Promise<string[]> => {
    await visit({
      feature,
      html: pageWith('<main><h1>Home</h1></main>'),
      manifest: manifestOf(withOps('a', { ...op, ...(all && { all }) })),
    });
    await painted(page);
    await page.evaluate(() => {
      const main = document.querySelector('main');
      const next = Object.assign(document.createElement('main'), { innerHTML: '<h1>Cart</h1>' });
      history.pushState(null, '', '?cart');
      main?.after(next);
    });
    await painted(page);
    const during = await page.locator('h1').allTextContents();
    await page.evaluate(() => document.querySelector('main')?.remove());
    await expect(page.locator('h1')).toHaveText('Ours');
    return during;
  };
  expect(await play(true)).toEqual(['Ours', 'Ours']);
  // Without it the op stays with the first until that is gone, as the docs say.
  expect(await play(false)).toEqual(['Ours', 'Cart']);
});
