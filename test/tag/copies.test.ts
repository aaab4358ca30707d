/**
 * Checks that fx knows its own work again: after any copying there is exactly one of each, and none once it is undone.
 */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const inject = (selector: string, value: string, more: object = {}): Op => ({
  op: 'injectHTML',
  selector,
  position: 'beforeend',
  value,
  ...more,
});

test('what is put in carries the experiment and the op, a text in an element of its own', () => {
  bench = createBench('<p>a</p><h1>a</h1>');
  bench.apply([inject('p', 'now <b>X</b>'), { op: 'replaceHTML', selector: 'h1', value: 'now <b>X</b>' }]);
  expect(document.body.innerHTML).toBe(
    '<p>a<fx-text data-fx-of="a/0">now </fx-text><b data-fx-of="a/0">X</b></p><h1>now <b data-fx-of="a/1">X</b></h1>',
  );
});

describe('copies', () => {
  test('of markup that is written and read again are taken away', async () => {
    bench = createBench('<ul><li>1</li></ul>');
    const recipe = bench.apply([inject('ul', '<li>X</li>Y'), inject('ul', 'Z')]);
    for (let round = 2; round < 5; round++) {
      await bench.wait(100);
      one('ul').innerHTML += `<li>${round}</li>`;
    }
    await bench.wait(100);
    expect(one('ul').textContent?.replace(/[^XYZ]/g, '')).toBe('XYZ');
    recipe._undo();
    expect(html()).toBe('<ul><li>1</li><li>2</li><li>3</li><li>4</li></ul>');
  });

  test('of an element that a slider clones have what is theirs', async () => {
    bench = createBench('<div><p class="slide">1</p></div>');
    const recipe = bench.apply([inject('.slide', '<b>X</b>', { all: true }), inject('div', '<p class="slide">Y</p>')]);
    await bench.wait(100);
    one('div').append(one('.slide').cloneNode(true));
    one('div').append((one('div').children[1] as Element).cloneNode(true));
    await bench.wait(100);
    expect(html()).toBe(
      '<div><p class="slide">1<b>X</b></p><p class="slide">Y<b>X</b></p><p class="slide">1<b>X</b></p></div>',
    );
    recipe._undo();
    expect(html()).toBe('<div><p class="slide">1</p><p class="slide">1</p></div>');
  });

  /** Puts copies of the whole page in its place, and undoes the variant. */
  const copyPage = async (...more: readonly Op[]): Promise<void> => {
    const before = '<main><h1>old</h1><h2>a <i>b</i></h2><p>c</p></main>';
    bench = createBench(before);
    const recipe = bench.apply([
      { op: 'replaceText', selector: 'h1', value: 'new' },
      { op: 'replaceHTML', selector: 'h2', value: '<b>X</b>' },
      inject('main', '<u>Y</u>'),
      ...more,
    ]);
    await bench.wait(100);
    const wish = html();
    const snapshot = one('main').cloneNode(true);
    for (let round = 0; round < 3; round++) {
      one('main').replaceWith(snapshot.cloneNode(true));
      await bench.wait(100);
      expect(html()).toBe(wish);
    }
    recipe._undo();
    expect(html()).toBe(before);
  };

  test('of a whole page, as a snapshot of it, are changed like the page, and undone too', () => copyPage());

  test('of a whole page are changed and undone, too, while another change waits for its element', () =>
    copyPage({ op: 'replaceText', selector: '.never', value: 'X', waitForMs: 60000 }));

  test('are told from elements that show the wish of another op, or showed it all along', async () => {
    const before = '<p>one</p><p>two</p><p>X</p>';
    bench = createBench(before);
    const op = { op: 'replaceText', selector: 'p', value: 'X', all: true } as const;
    const recipe = bench.apply([op, op]);
    await bench.wait(100);
    one('p').after(Object.assign(document.createElement('p'), { textContent: 'three' }));
    await bench.wait(100);
    expect(html()).toBe('<p>X</p>'.repeat(4));
    recipe._undo();
    expect(html()).toBe('<p>one</p><p>three</p><p>two</p><p>X</p>');
  });

  test('that another page has left behind are taken away once the document is parsed', async () => {
    bench = createBench('<p>a<b data-fx-of="gone/0">X</b></p>');
    bench.parse('interactive');
    await bench.hear();
    expect(html()).toBe('<p>a</p>');
  });
});

describe('what lives', () => {
  test('inside an element stays where it is, whoever begins later or comes beside it', async () => {
    bench = createBench('<p>a</p>');
    bench.apply(inject('p', '<b>b</b>'), 'b');
    const moved: Node[] = [];
    const observer = new MutationObserver((records) =>
      moved.push(...records.flatMap(({ removedNodes }) => [...removedNodes])),
    );
    observer.observe(document.body, { childList: true, subtree: true });
    bench.apply(inject('p', '<i>a</i>'), 'a');
    one('p').append(document.createElement('u'));
    one('p').prepend(document.createElement('u'));
    await bench.wait(100);
    expect(html()).toBe('<p><u></u>a<i>a</i><b>b</b><u></u></p>');
    expect(moved).toEqual([]);
    observer.disconnect();
  });

  /** Puts markup right behind a paragraph, and moves that behind all else. */
  const moveAway = async (value: string): Promise<string> => {
    bench = createBench('<p>a</p><div></div>');
    bench.apply({ ...inject('p', value), position: 'afterend' } as Op);
    if (value.includes('<input>')) one('input').focus();
    await bench.wait(100);
    one('div').after(one('p'));
    await bench.wait(100);
    expect(bench.told).toEqual([]);
    return html();
  };
  const LIVING = [
    '<iframe></iframe>',
    '<video></video>',
    '<audio></audio>',
    '<object></object>',
    '<dialog open=""></dialog>',
    '<style></style>',
    '<b><input></b>',
    '<b><video></video></b>',
  ];

  test.each(LIVING)('%s beside an element that moves stays behind rather than begin anew', async (value) => {
    expect(await moveAway(value)).toBe(`${value}<div></div><p>a</p>`);
  });

  test.each(['<b>b</b>', '<dialog></dialog>'])('%s beside an element that moves goes with it', async (value) => {
    expect(await moveAway(value)).toBe(`<div></div><p>a</p>${value}`);
  });

  test('beside an element that moves follows it alive where the browser can', async () => {
    const moved: string[] = [];
    const moveBefore = function (this: Element, node: Node, before: Node | null): void {
      moved.push((node as Element).localName);
      this.insertBefore(node, before);
    };
    Object.defineProperty(Element.prototype, 'moveBefore', { configurable: true, value: moveBefore });
    try {
      expect(await moveAway('<video></video>')).toBe('<div></div><p>a</p><video></video>');
    } finally {
      Reflect.deleteProperty(Element.prototype, 'moveBefore');
    }
    expect(moved).toEqual(['video']);
  });
});

test('what authors name with data-fx is found by other ops, and no mark of fx', async () => {
  const before = '<main data-fx="shop"><p>a</p></main>';
  bench = createBench(before);
  const recipe = bench.apply([
    inject('[data-fx="shop"]', '<b data-fx="promo">X</b>'),
    { op: 'addClass', selector: '[data-fx="promo"]', value: 'new' },
  ]);
  await bench.wait(100);
  one('main').replaceWith(one('main').cloneNode(true));
  await bench.wait(100);
  expect(html()).toBe('<main data-fx="shop"><p>a</p><b data-fx="promo" class="new">X</b></main>');
  recipe._undo();
  expect(html()).toBe(before);
});

test('a row that a virtual list uses again for another item is let go of, and taken as that item', async () => {
  bench = createBench('<ul><li class="row promo" data-id="1">one</li><li class="row" data-id="2">two</li></ul>');
  const recipe = bench.apply([
    { op: 'addClass', selector: '.promo', value: 'x', all: true, waitForMs: 1e6 },
    { op: 'setAttr', selector: '.row', name: 'title', value: 'X', all: true },
    { op: 'replaceText', selector: '[data-id="1"]', value: 'X', waitForMs: 1e6 },
  ]);
  await bench.wait(100);
  document.body.append('a look at what was applied');
  await bench.wait(100);
  const [first, second] = document.querySelectorAll('li');
  if (!first || !second) throw new Error('no rows');
  first.className = 'row x';
  first.setAttribute('data-id', '3');
  first.firstChild?.replaceWith('three');
  first.title = 'three';
  second.className = 'row promo';
  second.setAttribute('data-id', '1');
  second.firstChild?.replaceWith('one');
  await bench.wait(100);
  expect(html()).toBe(
    '<ul><li class="row" data-id="3" title="X">three</li><li class="row promo x" data-id="1" title="X">X</li></ul>a look at what was applied',
  );
  recipe._undo();
  expect([first.outerHTML, second.className, second.textContent]).toEqual([
    '<li class="row" data-id="3" title="three">three</li>',
    'row promo',
    'one',
  ]);
});

test('of what is removed everywhere only that is held which lives, and a region that comes back is as it was', async () => {
  bench = createBench('<div></div>');
  const recipe = bench.apply({ op: 'remove', selector: '.ad', all: true, waitForMs: 1e6 });
  for (let round = 0; round < 30; round++) {
    one('div').innerHTML = '<section><p class="ad">ad</p></section>'.repeat(50);
    await bench.wait(50);
    expect(document.querySelectorAll('.ad')).toHaveLength(0);
  }
  expect(bench.told).toEqual([]);
  const region = one('section');
  region.remove();
  await bench.wait(50);
  expect(region.innerHTML).toBe('<p class="ad">ad</p>');
  one('div').append(region);
  await bench.wait(50);
  expect(region.textContent).toBe('');
  recipe._undo();
  expect(document.querySelectorAll('.ad')).toHaveLength(50);
});
