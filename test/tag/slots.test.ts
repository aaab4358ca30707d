/** Checks that what fx changed and is to keep always stays changed, until the page wins. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('kept always', () => {
  test.each<[title: string, op: Op, render: (it: HTMLElement) => void]>([
    ['a text', { op: 'replaceText', selector: 'p', value: 'X' }, (it) => (it.textContent = 'new')],
    [
      'a text of which the node is kept',
      { op: 'replaceText', selector: 'p', value: 'X' },
      (it) => ((it.firstChild as Text).data = 'new'),
    ],
    ['markup', { op: 'replaceHTML', selector: 'p', value: '<b>X</b>' }, (it) => (it.innerHTML = 'new <i>x</i>')],
    ['a child more', { op: 'replaceHTML', selector: 'p', value: '<b>X</b>' }, (it) => it.append('more')],
    [
      'an attribute',
      { op: 'setAttr', selector: 'p', name: 'title', value: 'X' },
      (it) => it.setAttribute('title', 'new'),
    ],
    ['a class', { op: 'addClass', selector: 'p', value: 'x' }, (it) => (it.className = 'y')],
    ['a class that came back', { op: 'removeClass', selector: 'p', value: 'k' }, (it) => (it.className = 'k')],
    ['a style', { op: 'setStyle', selector: 'p', name: '--m', value: '1' }, (it) => it.style.removeProperty('--m')],
    ['an absence', { op: 'remove', selector: 'p' }, (it) => document.body.append(it)],
    [
      'what was put inside',
      { op: 'injectHTML', selector: 'p', position: 'beforeend', value: '<b></b>' },
      (it) => (it.innerHTML = 'n'),
    ],
    [
      'what was put beside',
      { op: 'injectHTML', selector: 'p', position: 'afterend', value: '<b></b>' },
      (it) => it.nextSibling?.remove(),
    ],
  ])('%s that the page renders over is applied again', async (_, op, render) => {
    bench = createBench('<p class="k">a</p>');
    const p = one('p');
    bench.apply(op.op === 'injectCSS' ? op : { ...op, keep: 'always' });
    const state = (): unknown[] => [
      p.isConnected,
      p.textContent?.replace(/a|n/, ''),
      p.title,
      p.classList.contains('x'),
      p.classList.contains('k'),
      p.style.getPropertyValue('--m'),
      document.querySelectorAll('b').length,
    ];
    const applied = op.op === 'addClass' ? state().with(4, false) : state();
    await bench.wait(100);
    render(p);
    await bench.wait(100);
    expect(state()).toEqual(applied);
    expect(bench.told).toEqual([]);
  });

  test.each<[position: 'beforebegin' | 'afterbegin' | 'beforeend' | 'afterend', after: string]>([
    ['beforebegin', '<i></i><u></u><b></b><p><i></i>a<i></i></p><i></i>'],
    ['afterbegin', '<i></i><u></u><p><i></i><b></b>a<i></i></p><i></i>'],
    ['beforeend', '<i></i><u></u><p><i></i>a<b></b><i></i></p><i></i>'],
    ['afterend', '<i></i><u></u><p><i></i>a<i></i></p><b></b><i></i>'],
  ])('%s goes where the page moves the element, and what is inside minds no neighbours', async (position, after) => {
    bench = createBench('<p>a</p><u></u>');
    bench.apply({ op: 'injectHTML', selector: 'p', position, value: '<b></b>' });
    await bench.wait(100);
    document.body.append(one('p'));
    await bench.wait(100);
    one('p').before(document.createElement('i'));
    one('p').after(document.createElement('i'));
    one('p').prepend(document.createElement('i'));
    one('p').append(document.createElement('i'));
    document.body.prepend(one('body > i'));
    await bench.wait(100);
    expect(html()).toBe(after);
    const repaired: MutationRecord[] = [];
    const observer = new MutationObserver((records) => repaired.push(...records));
    observer.observe(document.body, { childList: true, subtree: true });
    one('u').title = 'another';
    await bench.wait(100);
    expect(repaired).toEqual([]);
    observer.disconnect();
  });

  test('a repair leaves alone what later experiments changed of the element in another way', async () => {
    bench = createBench('<p title="a">a</p>');
    bench.apply({ op: 'setAttr', selector: 'p', name: 'title', value: 'X', keep: 'always' });
    bench.apply({ op: 'addClass', selector: 'p', value: 'x' }, 'b');
    await bench.wait(100);
    const changed: (string | null)[] = [];
    const observer = new MutationObserver((records) => changed.push(...records.map((one) => one.attributeName)));
    observer.observe(one('p'), { attributes: true });
    one('p').title = 'new';
    await bench.wait(100);
    expect(html()).toBe('<p title="X" class="x">a</p>');
    expect(changed).toEqual(['title', 'title']);
    observer.disconnect();
  });

  test('what the page rendered is what an undo puts back', async () => {
    bench = createBench('<p title="a">a</p><h1>a</h1>');
    const recipe = bench.apply([
      { op: 'setAttr', selector: 'p', name: 'title', value: 'X', keep: 'always' },
      { op: 'replaceText', selector: 'p', value: 'X', keep: 'always' },
      { op: 'replaceHTML', selector: 'h1', value: '<b>X</b>', keep: 'always' },
    ]);
    await bench.wait(100);
    one('p').title = 'new';
    (one('p').firstChild as Text).data = 'new';
    one('h1').innerHTML = 'new';
    await bench.wait(100);
    expect(html()).toBe('<p title="X">X</p><h1><b>X</b></h1>');
    recipe._undo();
    expect(html()).toBe('<p title="new">new</p><h1>new</h1>');
  });

  test('a value that the browser spells in its own way is not written again and again', async () => {
    bench = createBench('<p>a</p>');
    bench.apply({ op: 'setStyle', selector: 'p', name: 'color', value: 'RED  !important' });
    const { style } = one('p');
    const set = style.setProperty;
    let writes = 0;
    style.setProperty = (...args) => {
      writes++;
      set.apply(style, args);
    };
    for (let round = 0; round < 5; round++) {
      document.body.append('x');
      await bench.wait(100);
    }
    expect(writes).toBe(0);
  });

  test('a page that fights for an element has it after ten repairs in a second, and is told of once', async () => {
    bench = createBench('<p>a</p><h1>a</h1>');
    const recipe = bench.apply([
      { op: 'replaceText', selector: 'p', value: 'X', keep: 'always' },
      { op: 'replaceText', selector: 'h1', value: 'X', keep: 'always' },
    ]);
    const seen: (string | null)[] = [];
    for (let round = 0; round < 15; round++) {
      await bench.wait(20);
      one('p').textContent = `${round}`;
      await bench.wait(20);
      seen.push(one('p').textContent);
    }
    expect(seen.filter((text) => text === 'X')).toHaveLength(10);
    expect(bench.told).toEqual(['conflict p']);
    // the other element is no part of it
    one('h1').textContent = 'new';
    await bench.wait(2000);
    expect([one('h1').textContent, one('p').textContent]).toEqual(['X', '14']);
    recipe._undo();
    expect([one('h1').textContent, one('p').textContent]).toEqual(['new', '14']);
  });

  const texts = (selector: string): Op => ({ op: 'replaceText', selector, value: 'X', keep: 'always' });

  test('ten repairs in a row are a fight, however slow', async () => {
    bench = createBench('<p>a</p>');
    bench.apply(texts('p'));
    const seen: (string | null)[] = [];
    for (let round = 0; round < 12; round++) {
      await bench.wait(2000);
      one('p').textContent = `${round}`;
      await bench.wait(20);
      seen.push(one('p').textContent);
    }
    expect(seen.filter((text) => text === 'X')).toHaveLength(10);
    expect(bench.told).toEqual(['conflict p']);
  });

  test('what one render undid is one repair, however many changes it was', async () => {
    bench = createBench('<p class="k" title="a">a</p>');
    bench.apply(
      [
        { op: 'addClass', selector: 'p', value: 'x' } as const,
        { op: 'setAttr', selector: 'p', name: 'title', value: 'X' } as const,
        { op: 'setStyle', selector: 'p', name: 'color', value: 'red' } as const,
        { op: 'replaceText', selector: 'p', value: 'X' } as const,
      ].map((op) => ({ ...op, keep: 'always' })),
    );
    const render = async (): Promise<string> => {
      one('p').className = 'k';
      one('p').title = 'a';
      one('p').removeAttribute('style');
      one('p').textContent = 'a';
      await bench.wait(50);
      return html();
    };
    const wish = html();
    for (let round = 0; round < 10; round++) expect(await render()).toBe(wish);
    expect(bench.told).toEqual([]);
    await render();
    expect(bench.told).toEqual(new Array(4).fill('conflict p'));
  });

  test('repairs of an element among those of others are no fight before there are sixty in a view', async () => {
    bench = createBench('<p>a</p><h1>a</h1>');
    const recipe = bench.apply([texts('p'), texts('h1')]);
    const play = async (rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        await bench.wait(200);
        one('p').textContent = `${round}`;
        await bench.wait(200);
        one('h1').textContent = `${round}`;
      }
      await bench.wait(200);
    };
    await play(55);
    expect([one('p').textContent, ...bench.told]).toEqual(['X']);
    recipe._restart();
    await play(55);
    expect([one('p').textContent, ...bench.told]).toEqual(['X']);
    await play(10);
    expect([one('p').textContent, ...bench.told]).toEqual(['9', 'conflict p', 'conflict h1']);
  });
});
