/** Checks which names of a page, and which selectors, can be trusted to mean the same after its next deployment. */

import { expect, test } from 'vitest';
import { isStableAttribute, isStableClass, isStableName, scoreOf, TRUSTED } from '../../src/selectors/index.js';

test.each(['hero', 'product-card', 'price', 'nav', 'checkout_button', 'SiteHeader', 'add-to-cart', 'h1-title'])(
  'a person named it %s',
  (name) => {
    expect(isStableName(name)).toBe(true);
  },
);

test.each([
  'css-1ab2c3d',
  'sc-bdVaJa1',
  'Button_root__x7Gh2',
  '_card_1x8f2_5',
  ':r1:',
  'radix-12',
  'headlessui-menu-button-3',
  'item-20931',
  'svelte-1a2b3c',
  'ember481',
  'is-active',
  'open',
  'menu--selected',
])('a tool or a state named it %s', (name) => {
  expect(isStableName(name)).toBe(false);
});

test.each(['mt-4', 'md:flex', 'text-lg', 'bg-white', 'px-2.5', 'hidden', 'grid-cols-3', 'hover:bg-blue-500'])(
  'the utility class %s says how it looks today',
  (name) => {
    expect(isStableClass(name)).toBe(false);
  },
);

test('attributes are trusted that say what an element is for', () => {
  expect(isStableAttribute('data-fx', 'x1y2z3a4')).toBe(true);
  expect(isStableAttribute('href', '/pricing')).toBe(true);
  expect(isStableAttribute('aria-label', 'Add to cart')).toBe(true);
  expect(isStableAttribute('name', 'email')).toBe(true);
  expect(isStableAttribute('href', 'javascript:void 0')).toBe(false);
  expect(isStableAttribute('href', '/p?session=0123456789abcdef')).toBe(false);
  expect(isStableAttribute('data-reactid', '12')).toBe(false);
  expect(isStableAttribute('style', 'color: red')).toBe(false);
});

test.each([
  ['[data-fx="hero"]', 100],
  ['#pricing', 100],
  ['.card .price', 100],
  // Tags alone say what an element is today, and not which one is meant.
  ['h1', 90],
  ['div', 90],
  ['.hero h1, div', 90],
  ['main .card .price', 92],
  ['.card:has([href="/pen"]) > h3', 100],
  ['.card:nth-child(3) > h3', 75],
  ['.css-1ab2c3d', 40],
  ['main > div > div > p:nth-of-type(2)', 49],
  // The worst of a list, and of a way into shadow roots.
  ['.hero h1, li:nth-child(2)', 65],
  ['#badge >>> .words', 100],
  ['#badge >>> div > b:first-child', 65],
  // What stands in brackets is a value, and no way or class.
  ['[href="/v1.2.3/a b > c.html"]', 100],
  ['a[aria-label="Next, please"]', 100],
  ['[class^="Button_root"]', 100],
  ['[class="css-1ab2c3d"]', 40],
  ['[id=":r1:"]', 40],
  ['[href="a]b"][class*="css-1ab2c3d" i]', 40],
  ['[ class = css-1ab2c3d s ]', 40],
  ['[hidden] [svg|id=":r1:"]', 100],
])('the selector %s has the score %i', (selector, score) => {
  expect(scoreOf(selector)).toBe(score);
});

test('places and made-up names are never trusted', () => {
  for (const selector of ['li:nth-child(2)', '.sc-bdVaJa1 h1', 'div > span:last-child'])
    expect(scoreOf(selector)).toBeLessThan(TRUSTED);
});
