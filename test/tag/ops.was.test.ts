/** Checks `was`: an op keeps off an element that does not show what its author has seen there. */

import { afterEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, html, one, text } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('was', () => {
  test('keeps an op off what does not show it, and says what stood there', async () => {
    bench = createBench('<p>Sold  out</p>');
    bench.apply(text('X', { was: 'Add to cart', waitForMs: 100 }));
    await bench.wait(500);
    expect([html(), ...bench.told]).toEqual(['<p>Sold  out</p>', 'changed p']);
  });

  test('is compared without white space, in whichever match it stands, also later', async () => {
    bench = createBench('<p>Sign up</p><p>Sold out</p>');
    const recipe = bench.apply([
      text('X', { was: ' Add to  cart ' }),
      { op: 'setAttr', selector: 'p', name: 'title', value: 'x', was: '/old.jpg', all: true, waitForMs: 50 },
    ]);
    await bench.wait(100);
    (one('p').nextSibling as Element).innerHTML = 'Add\n to <b>cart</b>';
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<p>Sign up</p><p>X</p>']);
    // Every match is looked for until the view ends, which says that none was what was meant.
    recipe._restart();
    expect(bench.told).toEqual(['changed p']);
  });
});
