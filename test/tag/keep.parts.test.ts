/**
 * Tests a text of several parts that a framework holds: which of its changes are covered, and to which the op yields.
 */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one, own, text } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

test('a text of several nodes that a framework holds is shown whole where one of them changes', async () => {
  bench = createBench('<p>only <b>3</b> left</p>');
  own(one('p'), one('b'));
  bench.apply(text('Few left'));
  await bench.wait(100);
  expect([one('b').style.display, one('p').lastChild?.textContent]).toEqual(['none', 'Few left']);
  one('b').textContent = '2';
  await bench.wait(100);
  expect([one('b').hasAttribute('style'), one('p').textContent]).toEqual([false, 'only 2 left']);
  one('b').textContent = '3';
  await bench.wait(100);
  expect([one('b').style.display, one('p').textContent]).toEqual(['none', '3Few left']);
  expect(bench.told).toEqual(['yielded p']);
});

test('a text that loses a part that a framework held is another value, until the part comes back', async () => {
  bench = createBench('<p>Hello <b>Ada</b>, you</p>');
  own(one('p'));
  bench.apply(text());
  await bench.wait(100);
  const part = one('b');
  part.remove();
  await bench.wait(100);
  expect([one('p').textContent, ...bench.told]).toEqual(['Hello , you', 'yielded p']);
  one('p').firstChild?.after(part);
  await bench.wait(100);
  expect([part.style.display, one('p').lastChild?.textContent]).toEqual(['none', 'X']);
});

test('a part that a framework puts in the place of another is covered, also where the first comes back', async () => {
  bench = createBench('<p>Items: <i>3</i> left</p>');
  own(one('p'));
  bench.apply(text('Few left'));
  await bench.wait(100);
  const first = one('i');
  const second = document.createElement('b');
  second.textContent = '500';
  const seen = (): unknown[] => [
    one('p').firstElementChild?.getAttribute('style'),
    (one('p').firstChild as Text).data,
    one('p').lastChild?.textContent,
  ];
  for (const [out, into] of [
    [first, second],
    [second, first],
    [first, second],
  ] as const) {
    out.replaceWith(into);
    await bench.wait(100);
    expect(seen()).toEqual(['display: none !important;', '', 'Few left']);
    expect(out.hasAttribute('style')).toBe(false);
  }
  expect(bench.told).toEqual([]);
  second.textContent = '501';
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p>Items: <b>501</b> left</p>', 'yielded p']);
});

test.each([
  ['replaceText', '<p>Add to cart</p>'],
  ['replaceHTML', '<p>Add to cart</p>'],
  ['replaceText', '<p><i>Add to cart</i></p>'],
] as const)('%s yields to an element that takes the place of all there was in %s', async (op, markup) => {
  bench = createBench(markup);
  own(one('p'));
  bench.apply({ op, selector: 'p', value: 'Buy now' });
  await bench.wait(100);
  const before = one('p').firstChild as ChildNode;
  const soldOut = document.createElement('b');
  soldOut.textContent = 'Sold out';
  before.replaceWith(soldOut);
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p><b>Sold out</b></p>', 'yielded p']);
  soldOut.textContent = 'Add to cart';
  await bench.wait(100);
  expect(soldOut.getAttribute('style')).toBe('display: none !important;');
  expect(one('p').textContent).toContain('Buy now');
});

test('a text that loses its first part is another value too', async () => {
  bench = createBench('<p><b>Ada</b>, you</p>');
  own(one('p'));
  bench.apply(text());
  await bench.wait(100);
  one('b').remove();
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p>, you</p>', 'yielded p']);
});
