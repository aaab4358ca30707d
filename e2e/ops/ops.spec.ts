/** Checks that every operation does what it says, and puts back what was there. */

import type { JSHandle, Page } from '@playwright/test';
import type { Op } from '../../src/core/index.js';
import { client, expect, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'ops';
const manual = { trigger: { kind: 'manual' } } as const;

interface Case {
  readonly title: string;
  readonly ops: readonly Op[];
  /** A selector, and how often it matches when the ops are applied. */
  readonly expected: readonly (readonly [selector: string, count: number])[];
  /** The text of `main` holds this. */
  readonly text?: string;
}

const cases: readonly Case[] = [
  {
    title: 'replaceText sets the text, markup stays text',
    ops: [{ op: 'replaceText', selector: '#title', value: '<b>New</b>' }],
    expected: [['#title > *', 0]],
    text: '<b>New</b>',
  },
  {
    title: 'replaceText writes a lone text',
    ops: [{ op: 'replaceText', selector: '.lead', value: 'New' }],
    expected: [['.lead:text-is("New")', 1]],
  },
  {
    title: 'replaceText takes an empty text',
    ops: [{ op: 'replaceText', selector: '#title', value: '' }],
    expected: [['#title:text-is("")', 1]],
  },
  {
    title: 'replaceHTML sets what is inside',
    ops: [{ op: 'replaceHTML', selector: '#title', value: 'New <b class="x">bold</b>' }],
    expected: [
      ['#title > b.x', 1],
      ['#title em', 0],
    ],
    text: 'New bold',
  },
  {
    title: 'setAttr sets one that was there and one that was not',
    ops: [
      { op: 'setAttr', selector: '#link', name: 'href', value: '/after' },
      { op: 'setAttr', selector: '#link', name: 'data-new', value: '' },
    ],
    expected: [['#link[href="/after"][data-new=""]', 1]],
  },
  {
    title: 'setAttr works on a form whose fields have the names of its methods',
    ops: [{ op: 'setAttr', selector: '#form', name: 'action', value: '/send' }],
    expected: [['#form[action="/send"]', 1]],
  },
  {
    title: 'addClass adds every word',
    ops: [{ op: 'addClass', selector: '#title', value: ' one  two\nold ' }],
    expected: [['#title.large.old.one.two', 1]],
  },
  {
    title: 'addClass works where there was no class',
    ops: [{ op: 'addClass', selector: '#buy', value: 'hot' }],
    expected: [['#buy.hot', 1]],
  },
  {
    title: 'removeClass takes every word away',
    ops: [{ op: 'removeClass', selector: '#title', value: 'old missing large' }],
    expected: [['#title:not(.old):not(.large)', 1]],
  },
  {
    title: 'setStyle sets a property, a custom one, and one that is important',
    ops: [
      { op: 'setStyle', selector: '#title', name: 'color', value: 'rgb(1, 2, 3)' },
      { op: 'setStyle', selector: '#title', name: '--mine', value: '7' },
      { op: 'setStyle', selector: '#buy', name: 'background-color', value: 'rgb(4, 5, 6) !important' },
    ],
    expected: [
      ['#title[style*="color: rgb(1, 2, 3)"][style*="--mine: 7"]', 1],
      ['#buy[style*="rgb(4, 5, 6) !important"]', 1],
    ],
  },
  {
    title: 'remove takes the element out',
    ops: [
      { op: 'remove', selector: 'li' },
      { op: 'remove', selector: '.lead' },
    ],
    expected: [
      ['main li', 2],
      ['.lead', 0],
    ],
  },
  {
    title: 'injectHTML puts markup in each of four places',
    ops: (['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const).map((position) => ({
      op: 'injectHTML',
      selector: 'ul',
      position,
      value: `<b class="${position}">x</b>`,
    })),
    expected: [
      ['b.beforebegin + ul + b.afterend', 1],
      ['ul > b.afterbegin:first-child', 1],
      ['ul > b.beforeend:last-child', 1],
    ],
  },
  {
    title: 'injectHTML keeps the order of several at one place',
    ops: ['1', '2', '3'].map((value) => ({
      op: 'injectHTML',
      selector: '.lead',
      position: 'beforeend',
      value: `<i>${value}</i>`,
    })),
    expected: [['.lead > i', 3]],
    text: 'One text123',
  },
  {
    title: 'all changes every match',
    ops: [{ op: 'replaceText', selector: 'li', value: 'same', all: true }],
    expected: [['li:text-is("same")', 3]],
  },
  {
    title: 'without all the first match is changed',
    ops: [{ op: 'replaceText', selector: 'li', value: 'same' }],
    expected: [['li:text-is("same")', 1]],
  },
];

/** Every node of the page, in order, to tell later whether they are the same ones in the same places. */
const nodesOf = (page: Page): Promise<JSHandle<Node[]>> =>
  page.evaluateHandle(() => {
    const nodes: Node[] = [];
    const walker = document.createTreeWalker(document.body);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
    return nodes;
  });

const isSame = (page: Page, before: JSHandle<Node[]>, after: JSHandle<Node[]>): Promise<boolean> =>
  page.evaluate(([a, b]) => a.length === b.length && a.every((node, index) => node === b[index]), [
    before,
    after,
  ] as const);

/** The markup, with classes in one order and styles in one spelling: neither means anything to a page. */
const markupOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const element of copy.querySelectorAll('*')) {
      if (element.hasAttribute('class')) element.setAttribute('class', [...element.classList].sort().join(' '));
      const style = element.getAttribute('style');
      if (style !== null) element.setAttribute('style', style.split(/; ?/).filter(Boolean).sort().join('; '));
    }
    return copy.innerHTML;
  });

for (const { title, ops, expected, text } of cases) {
  test(`${title}; undone, the page has the same nodes and the same markup`, async ({ page, visit }) => {
    await visit({ feature, manifest: manifestOf({ ...withOps('ops', ...ops), ...manual }) });
    const html = await markupOf(page);
    const nodes = await nodesOf(page);
    const fx = await client(page);
    expect(await fx.evaluate((it) => it.activate('ops'))).toBe('treatment');
    for (const [selector, count] of expected) await expect(page.locator(selector), selector).toHaveCount(count);
    if (text) expect(await page.locator('main').textContent()).toContain(text);
    await fx.evaluate((it) => it.dispose());
    expect(await markupOf(page)).toBe(html);
    expect(await isSame(page, nodes, await nodesOf(page))).toBe(true);
  });
}

test('injectCSS adds a style sheet, and takes it away', async ({ page, visit }) => {
  const color = () => page.locator('.lead').evaluate((it) => getComputedStyle(it).color);
  await visit({
    feature,
    manifest: manifestOf(withOps('ops', { op: 'injectCSS', value: '.lead { color: rgb(1, 2, 3) }' })),
  });
  expect(await color()).toBe('rgb(1, 2, 3)');
  await (await client(page)).evaluate((fx) => fx.dispose());
  expect(await color()).toBe('rgb(0, 0, 0)');
});

test('two experiments on one element lie in the order of their ids, and undo apart', async ({ page, visit }) => {
  const lead = (id: string) => ({ ...withOps(id, { op: 'replaceText', selector: '.lead', value: id }), ...manual });
  await visit({ feature, manifest: manifestOf(lead('a'), lead('b')) });
  const fx = await client(page);
  await fx.evaluate((it) => it.activate('b'));
  await expect(page.locator('.lead')).toHaveText('b');
  await fx.evaluate((it) => it.activate('a'));
  await expect(page.locator('.lead')).toHaveText('b');
  await fx.evaluate((it) => it.dispose());
  await expect(page.locator('.lead')).toHaveText('One text');
});
