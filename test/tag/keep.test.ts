/** Checks that an op maps what it found to its wish; any other value is the page's for as long as it stands. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, one, text } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('what the page found its own way to', () => {
  test.each<[what: string, op: Op, before: string, third: () => void, again: () => void]>([
    [
      'a text',
      text(),
      '<p>Add to cart</p>',
      () => (one('p').textContent = 'Sold out'),
      () => (one('p').textContent = 'Add to cart'),
    ],
    [
      'a text that a translator wrote into its node',
      text(),
      '<p>Add to cart</p>',
      () => ((one('p').firstChild as Text).data = 'In den Korb'),
      () => ((one('p').firstChild as Text).data = 'Add to cart'),
    ],
    [
      'a text that a translator wrapped',
      text(),
      '<p>Add to cart</p>',
      () => (one('p').innerHTML = '<font><font>In den Korb</font></font>'),
      () => (one('p').innerHTML = 'Add to cart'),
    ],
    [
      'markup',
      { op: 'replaceHTML', selector: 'p', value: '<b>X</b>' },
      '<p><i>12</i> €</p>',
      () => (one('p').innerHTML = '<i>10</i> €'),
      () => (one('p').innerHTML = '<i>12</i> €'),
    ],
    [
      'an attribute',
      { op: 'setAttr', selector: 'p', name: 'title', value: 'X' },
      '<p title="a">a</p>',
      () => (one('p').title = 'a?_gl=1'),
      () => (one('p').title = 'a'),
    ],
    [
      'a style',
      { op: 'setStyle', selector: 'p', name: 'color', value: 'red' },
      '<p style="color: blue;">a</p>',
      () => (one('p').style.color = 'green'),
      () => (one('p').style.color = 'blue'),
    ],
  ])(
    '%s is left while it stands, told of once, and gone the wish is shown again',
    async (_, op, before, third, again) => {
      bench = createBench(before);
      const recipe = bench.apply(op);
      await bench.wait(100);
      const wish = html();
      expect(wish).not.toBe(before);
      for (let round = 0; round < 3; round++) {
        third();
        const theirs = html();
        await bench.wait(500);
        expect(html()).toBe(theirs);
        again();
        await bench.wait(500);
        expect(html()).toBe(wish);
      }
      expect(bench.told).toEqual(['yielded p']);
      third();
      await bench.wait(500);
      const theirs = html();
      recipe._undo();
      expect(html()).toBe(theirs);
      again();
      await bench.wait(500);
      expect(html()).toBe(before);
    },
  );

  test('a child more that shows nothing, such as a spinner, is no other value', async () => {
    bench = createBench('<p>a</p>');
    bench.apply(text());
    await bench.wait(100);
    one('p').append(document.createElement('i'));
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<p>X<i></i></p>']);
  });

  test('the first content of an empty element is what the op found', async () => {
    bench = createBench('<p></p>');
    bench.apply(text());
    await bench.wait(100);
    one('p').textContent = 'first';
    await bench.wait(100);
    expect(html()).toBe('<p>X</p>');
    one('p').textContent = 'second';
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<p>second</p>', 'yielded p']);
  });

  test('a new element begins anew with what it shows', async () => {
    bench = createBench('<div><p>a</p></div>');
    bench.apply(text());
    await bench.wait(100);
    one('div').innerHTML = '<p>b</p>';
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<div><p>X</p></div>']);
  });

  test('an op that is undone and done again on the same element does not overwrite it', async () => {
    bench = createBench('<p>Add</p>');
    const recipe = bench.apply(text());
    await bench.wait(100);
    one('p').textContent = 'Sold out';
    await bench.wait(100);
    recipe._undo();
    bench.apply(text());
    await bench.wait(100);
    expect(html()).toBe('<p>Sold out</p>');
    one('p').textContent = 'Add';
    await bench.wait(100);
    expect(html()).toBe('<p>X</p>');
  });

  test('what a navigation rendered into an element that stays is what the next view begins with', async () => {
    bench = createBench('<p>one</p><h1>Add</h1>');
    const recipe = bench.apply([text(), { op: 'replaceText', selector: 'h1', value: 'Buy' }]);
    await bench.wait(100);
    one('h1').textContent = 'Sold out';
    await bench.wait(100);
    bench.workshop._watch._pause(true);
    one('p').textContent = 'two';
    await bench.wait(100);
    bench.workshop._watch._pause(false);
    recipe._restart();
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<p>X</p><h1>Sold out</h1>', 'yielded h1']);
    recipe._undo();
    expect(html()).toBe('<p>two</p><h1>Sold out</h1>');
  });
});

test('what the page had of its own before a navigation stays so, however late its router renders', async () => {
  bench = createBench('<p>one</p><h1>Add</h1>');
  const recipe = bench.apply([text(), { op: 'replaceText', selector: 'h1', value: 'Buy' }]);
  await bench.wait(100);
  one('h1').textContent = 'Sold out';
  await bench.wait(100);
  bench.workshop._watch._pause(true);
  await bench.wait(100);
  bench.workshop._watch._pause(false);
  recipe._restart();
  one('p').title = 'something else';
  await bench.wait(100);
  one('p').textContent = 'two';
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p title="something else">X</p><h1>Sold out</h1>', 'yielded h1']);
});

test('an op that is kept once is applied to each element once, and not looked at again', async () => {
  bench = createBench('<p class="k">a</p>');
  bench.apply({ op: 'addClass', selector: 'p', value: 'x', keep: 'once', all: true });
  await bench.wait(100);
  one('p').className = 'k';
  document.body.insertAdjacentHTML('beforeend', '<p>b</p>');
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p class="k">a</p><p class="x">b</p>']);
});
