/** What fx changed stays changed, until the page wins; and several experiments share one element in the order of their ids. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, nodes, one, own } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const html = (): string => document.body.innerHTML;

describe('staying applied', () => {
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
    bench.apply(op);
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
    ['afterbegin', '<i></i><u></u><p><b></b><i></i>a<i></i></p><i></i>'],
    ['beforeend', '<i></i><u></u><p><i></i>a<i></i><b></b></p><i></i>'],
    ['afterend', '<i></i><u></u><p><i></i>a<i></i></p><b></b><i></i>'],
  ])('%s stays so where the page moves the element, and puts others in between', async (position, after) => {
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

  test('what the page rendered is what an undo puts back', async () => {
    bench = createBench('<p title="a">a</p><h1>a</h1>');
    const recipe = bench.apply([
      { op: 'setAttr', selector: 'p', name: 'title', value: 'X' },
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'replaceHTML', selector: 'h1', value: '<b>X</b>' },
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
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'replaceText', selector: 'h1', value: 'X' },
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

  test('ten repairs in every second are no fight', async () => {
    bench = createBench('<p>a</p>');
    bench.apply({ op: 'replaceText', selector: 'p', value: 'X' });
    for (let round = 0; round < 30; round++) {
      await bench.wait(120);
      one('p').textContent = `${round}`;
    }
    await bench.wait(120);
    expect([one('p').textContent, ...bench.told]).toEqual(['X']);
  });
});

describe('several experiments on one element', () => {
  const text = (value: string): Op => ({ op: 'replaceText', selector: 'p', value });
  const markup = (value: string): Op => ({ op: 'replaceHTML', selector: 'p', value: `<b>${value}</b>` });

  test.each([
    ['texts', text, text],
    ['markup and text', markup, text],
    ['text and markup', text, markup],
  ])('%s: the last by id is seen, whatever came first, and each is undone by itself', async (_, a, b) => {
    for (const order of ['ab', 'ba']) {
      for (const undone of ['ab', 'ba']) {
        bench = createBench('<p>old <i>x</i></p>');
        const first = nodes();
        const recipes: Record<string, { _undo(): void }> = {};
        for (const id of order) recipes[id] = bench.apply((id === 'a' ? a : b)(id), id);
        expect(one('p').textContent).toBe('b');
        await bench.wait(100);
        recipes[undone[0] as string]?._undo();
        expect(one('p').textContent).toBe(undone[1]);
        recipes[undone[1] as string]?._undo();
        expect(nodes().every((node, index) => node === first[index])).toBe(true);
        expect(html()).toBe('<p>old <i>x</i></p>');
        bench.leave();
      }
    }
    bench = createBench('');
  });

  test('attributes, classes and styles too', () => {
    bench = createBench('<p title="a" class="k">a</p>');
    const ops = (id: string): Op[] => [
      { op: 'setAttr', selector: 'p', name: 'title', value: id },
      { op: 'setStyle', selector: 'p', name: '--m', value: id },
      { op: id === 'a' ? 'removeClass' : 'addClass', selector: 'p', value: 'k' },
    ];
    const b = bench.apply(ops('b'), 'b');
    const a = bench.apply(ops('a'), 'a');
    const state = () => [one('p').title, one('p').style.getPropertyValue('--m'), one('p').className];
    expect(state()).toEqual(['b', 'b', 'k']);
    b._undo();
    expect(state().slice(0, 2)).toEqual(['a', 'a']);
    expect(one('p').classList.contains('k')).toBe(false);
    a._undo();
    expect(html()).toBe('<p title="a" class="k">a</p>');
  });

  test('injected nodes lie in the order of ids, whatever fired first', () => {
    bench = createBench('<p>a</p>');
    const ops = (id: string): Op[] =>
      (['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const).map((position) => ({
        op: 'injectHTML',
        selector: 'p',
        position,
        value: `<b>${id}</b>`,
      }));
    const recipes = ['c', 'a', 'b'].map((id) => bench.apply(ops(id), id));
    expect(document.body.textContent).toBe('abccbaaabccba');
    recipes[1]?._undo();
    expect(document.body.textContent).toBe('bccbabccb');
    for (const recipe of recipes) recipe._undo();
    expect(html()).toBe('<p>a</p>');
  });

  test('what one puts into an element whose content another replaced stays there', async () => {
    bench = createBench('<p>old <i>x</i></p>');
    const first = nodes();
    const a = bench.apply(
      [markup('a'), { op: 'injectHTML', selector: 'p', position: 'beforeend', value: '<u>1</u>' }],
      'a',
    );
    const c = bench.apply({ op: 'injectHTML', selector: 'p', position: 'afterbegin', value: '<u>2</u>' }, 'c');
    await bench.wait(100);
    expect(html()).toBe('<p><u>2</u><b>a</b><u>1</u></p>');
    const b = bench.apply(text('b'), 'b');
    await bench.wait(100);
    expect(html()).toBe('<p><u>2</u>b</p>');
    one('p').append('page');
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual(['<p><u>2</u>b</p>']);
    b._undo();
    await bench.wait(100);
    expect(html()).toBe('<p><u>2</u><b>a</b><u>1</u></p>');
    a._undo();
    c._undo();
    expect(html()).toBe('<p>old <i>x</i>page</p>');
    expect(
      nodes()
        .slice(0, 4)
        .every((node, index) => node === first[index]),
    ).toBe(true);
    expect(bench.told).toEqual([]);
  });

  test('a style and a part of it are no fight, in either order', async () => {
    for (const names of [
      ['margin', 'margin-top'],
      ['margin-top', 'margin'],
    ]) {
      bench = createBench('<p style="color: red">a</p>');
      const [a, b] = names.map((name, index) =>
        bench.apply({ op: 'setStyle', selector: 'p', name, value: `${index + 1}px` }, 'ab'[index]),
      );
      for (let round = 0; round < 15; round++) {
        document.body.append('x');
        await bench.wait(20);
      }
      expect([one('p').style.marginTop, ...bench.told]).toEqual(['2px']);
      a?._undo();
      expect(one('p').style.marginTop).toBe('2px');
      b?._undo();
      expect(one('p').style.length).toBe(1);
      bench.leave();
    }
    bench = createBench('');
  });

  test('a style and an absence of what React owns are no fight', async () => {
    bench = createBench('<p>a</p>');
    own(one('p'));
    const a = bench.apply({ op: 'setStyle', selector: 'p', name: 'display', value: 'flex' }, 'a');
    const b = bench.apply({ op: 'remove', selector: 'p' }, 'b');
    for (let round = 0; round < 15; round++) {
      document.body.append('x');
      await bench.wait(20);
    }
    expect([one('p').style.display, ...bench.told]).toEqual(['none']);
    b._undo();
    expect(one('p').style.display).toBe('flex');
    a._undo();
    expect(one('p').hasAttribute('style')).toBe(false);
  });

  test('what the page writes over the last is what lies below it, too', async () => {
    bench = createBench('<p title="old">a</p>');
    const title = (value: string): Op => ({ op: 'setAttr', selector: 'p', name: 'title', value });
    const a = bench.apply(title('a'), 'a');
    const b = bench.apply(title('b'), 'b');
    await bench.wait(100);
    one('p').title = 'page';
    await bench.wait(100);
    expect(one('p').title).toBe('b');
    b._undo();
    await bench.wait(100);
    expect(one('p').title).toBe('a');
    a._undo();
    expect(one('p').title).toBe('page');
  });

  test('the nodes of one that is laid anew are the same nodes', () => {
    bench = createBench('<p>old</p>');
    bench.apply(markup('b'), 'b');
    const b = one('b');
    bench.apply(text('a'), 'a');
    expect(one('b')).toBe(b);
  });
});
