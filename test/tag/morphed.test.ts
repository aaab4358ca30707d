/**
 * Checks that nodes of fx which a page has made its own, as those who morph a page do, are the page's from then on.
 */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

/** Makes another element of one, as a library that compares trees does where it finds one of the same name. */
const become = (element: Element, text: string): void => {
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
  element.textContent = text;
};

test('what was put in and is an element of the page now stays, and what was put in is put in anew', async () => {
  bench = createBench('<ul><li>a</li><li>b</li></ul>');
  const recipe = bench.apply([
    { op: 'injectHTML', selector: 'ul', position: 'afterbegin', value: '<li class="x">X</li>' },
    { op: 'injectHTML', selector: 'ul', position: 'beforebegin', value: 'Y<p>Z</p>' },
  ]);
  const wish = 'Y<p>Z</p><ul><li class="x">X</li><li>a</li><li>b</li></ul>';
  await bench.wait(100);
  expect(html()).toBe(wish);
  const [x, a, b] = document.querySelectorAll('li');
  become(x as Element, 'a');
  become(a as Element, 'b');
  (b as Element).remove();
  become(one('p'), 'page');
  await bench.wait(100);
  expect(html()).toBe(`<p>page</p>${wish}`);
  expect(bench.told).toEqual([]);
  recipe._undo();
  expect(html()).toBe('<p>page</p><ul><li>a</li><li>b</li></ul>');
});

test('content is changed anew where the page has taken what another op had put beside it', async () => {
  bench = createBench('<div><p>Old</p></div>');
  const recipe = bench.apply([
    { op: 'replaceHTML', selector: 'div', value: '<b>New</b>' },
    { op: 'injectHTML', selector: 'div', position: 'beforeend', value: '<p>Extra</p>' },
  ]);
  await bench.wait(100);
  const wish = html();
  const [, extra] = [...one('div').children];
  // The newer page has one paragraph there: what is of its kind becomes it, and the rest goes.
  for (const child of [...one('div').childNodes]) if (child !== extra) child.remove();
  become(extra as Element, 'Old');
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual([wish]);
  recipe._undo();
  expect(html()).toBe('<div><p>Old</p></div>');
});
