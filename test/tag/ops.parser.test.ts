/** Checks that an element that the parser is still at work on is changed at once, and again as its children arrive. */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

/** As the parser does it: into the text that comes last, or a new one. */
const arrive = async (parent: Element, ...what: string[]): Promise<void> => {
  for (const piece of what) {
    const { lastChild } = parent;
    if (piece.startsWith('<')) parent.insertAdjacentHTML('beforeend', piece);
    else if (lastChild instanceof Text) lastChild.data += piece;
    else parent.append(piece);
  }
  await bench.hear();
};

const begin = (op: 'replaceText' | 'replaceHTML', value: string) => {
  bench = createBench('<main><h1></h1></main>');
  bench.parse('loading');
  return bench.apply({ op, selector: 'h1', value });
};

test('a child that the parser goes on with after it was taken out is what was found, and no value of the page', async () => {
  const recipe = begin('replaceHTML', '<b>X</b>');
  one('h1').innerHTML = '<i>Con</i>';
  const child = one('i');
  await bench.hear();
  child.append('trol');
  bench.parse('complete');
  await bench.wait(100);
  one('h1').className = 'parsed';
  await bench.wait(100);
  expect([one('h1').textContent, ...bench.told]).toEqual(['X']);
  // A render of what was there is told from a value of its own.
  one('h1').innerHTML = '<i>Control</i>';
  await bench.wait(100);
  expect([one('h1').textContent, ...bench.told]).toEqual(['X']);
  recipe._undo();
  expect(one('h1').innerHTML).toBe('<i>Control</i>');
});

test.each([
  ['replaceText', 'X', 'X'],
  ['replaceHTML', 'X<b>Y</b>', 'XY'],
  ['replaceHTML', '<b>Y</b>X', 'YX'],
  ['replaceHTML', '', ''],
] as const)(
  '%s with "%s" holds while children arrive, and undone all that arrived is there',
  async (op, value, text) => {
    const pieces = ['Con', 'tr', '<i>ol</i>', ' te', 'xt', '<u>!</u>', '?'];
    const recipe = begin(op, value);
    for (const piece of pieces) {
      await arrive(one('h1'), piece);
      expect(one('h1').textContent).toBe(text);
    }
    bench.parse('complete');
    await bench.wait(100);
    expect(one('h1').textContent).toBe(text);
    recipe._undo();
    expect(one('h1').innerHTML).toBe('Contr<i>ol</i> text<u>!</u>?');
    expect(bench.told).toEqual([]);
  },
);

test('a lone text that arrives in many pieces is no fight with the page', async () => {
  const recipe = begin('replaceText', 'X');
  await arrive(one('h1'), 'start');
  for (let piece = 0; piece < 40; piece++) await arrive(one('h1'), ` ${piece}`);
  expect([one('h1').textContent, ...bench.told]).toEqual(['X']);
  recipe._undo();
  expect(one('h1').textContent).toMatch(/^start 0 1 .* 39$/);
});

test.each([true, undefined])(
  'text that comes right after what was removed (all: %s) is the page’s when that is back',
  async (all) => {
    bench = createBench('<main><p>Made <i>by hand</i></p></main>');
    bench.parse('loading');
    const recipe = bench.apply({ op: 'remove', selector: 'i', ...(all && { all }) });
    await arrive(one('p'), ' in the ', 'north');
    expect(one('p').textContent).toBe('Made  in the north');
    bench.parse('complete');
    recipe._undo();
    expect(one('p').innerHTML).toBe('Made <i>by hand</i> in the north');
  },
);

test('injectHTML beforeend waits until its element is complete', async () => {
  bench = createBench('<main><ul><li>1</li></ul></main>');
  bench.parse('loading');
  bench.apply({ op: 'injectHTML', selector: 'ul', position: 'beforeend', value: '<li>X</li>' });
  await arrive(one('ul'), '<li>2</li>');
  expect(one('ul').textContent).toBe('12');
  document.body.append(document.createElement('footer'));
  await bench.hear();
  expect(one('ul').textContent).toBe('12X');
});

test('what an op puts behind an element does not make it look complete', async () => {
  bench = createBench('<main><h1>Head</h1></main>');
  bench.parse('loading');
  const recipe = bench.apply([
    { op: 'injectHTML', selector: 'h1', position: 'beforeend', value: '<i>1</i>' },
    { op: 'injectHTML', selector: 'h1', position: 'afterend', value: '<i>2</i>' },
  ]);
  await bench.hear();
  await arrive(one('h1'), 'line');
  one('main').insertAdjacentHTML('beforeend', '<p>p</p>');
  await bench.hear();
  expect(html()).toBe('<main><h1>Headline<i>1</i></h1><i>2</i><p>p</p></main>');
  recipe._undo();
  expect(one('main').innerHTML).toBe('<h1>Headline</h1><p>p</p>');
});

test('injectHTML beforeend takes the first match, not the first that is complete', async () => {
  bench = createBench('<div id="o"><div id="i"></div>a</div>');
  bench.parse('loading');
  bench.apply({ op: 'injectHTML', selector: 'div', position: 'beforeend', value: 'X' });
  await bench.hear();
  expect(one('#i').textContent).toBe('');
  bench.parse('interactive');
  await bench.hear();
  expect(one('#o').textContent).toBe('aX');
});
