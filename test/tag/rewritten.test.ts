/** Checks changes on pages whose scripts rewrite texts, as to join them. */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

test.each([true, undefined])(
  'what was removed (all: %s) comes back to its place on a page that joins its texts',
  async (all) => {
    bench = createBench('<ul>a<li>1</li>b<li class="x">2</li>c<li>3</li></ul>');
    const recipe = bench.apply({ op: 'remove', selector: '.x', ...(all && { all }) });
    document.body.normalize();
    await bench.hear();
    expect(one('ul').textContent).toBe('a1bc3');
    recipe._undo();
    expect([html(), ...bench.told]).toEqual(['<ul>a<li>1</li>b<li class="x">2</li>c<li>3</li></ul>']);
  },
);

test.each(['New', '<b>N</b>ew', ''])('a page that joins its texts all the time fights for no "%s"', async (value) => {
  bench = createBench('<p>Hello <i>you</i>!</p>');
  const recipe = bench.apply({ op: 'replaceHTML', selector: 'p', value });
  for (let time = 0; time < 20; time++) {
    document.body.normalize();
    await bench.wait(200);
  }
  expect([one('p').textContent, ...bench.told]).toEqual([value.replace(/<.*?>/g, '')]);
  recipe._undo();
  expect(html()).toBe('<p>Hello <i>you</i>!</p>');
});
