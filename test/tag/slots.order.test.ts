/** Checks that several experiments share one element in the order of their ids, and each is undone by itself. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, nodes, one, own } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('several experiments on one element', () => {
  const text = (value: string): Op => ({ op: 'replaceText', selector: 'p', value, keep: 'always' });
  const markup = (value: string): Op => ({
    op: 'replaceHTML',
    selector: 'p',
    value: `<b>${value}</b>`,
    keep: 'always',
  });

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

  test('the last by id is seen of attributes, classes and styles too', () => {
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

  test.each(['ab', 'ba'])('two that want the same are each undone by itself, begun as %s', (order) => {
    for (const undone of ['ab', 'ba']) {
      bench = createBench('<p title="old" class="k">a</p>');
      const ops: Op[] = [
        { op: 'setAttr', selector: 'p', name: 'title', value: 'X' },
        { op: 'setStyle', selector: 'p', name: '--m', value: 'X' },
        { op: 'addClass', selector: 'p', value: 'x' },
      ];
      const recipes: Record<string, { _undo(): void }> = {};
      for (const id of order) recipes[id] = bench.apply(ops, id);
      recipes[undone[0] as string]?._undo();
      expect([one('p').title, one('p').style.getPropertyValue('--m'), one('p').className]).toEqual(['X', 'X', 'k x']);
      recipes[undone[1] as string]?._undo();
      expect(html()).toBe('<p title="old" class="k">a</p>');
      bench.leave();
    }
    bench = createBench('');
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

  test.each([
    ['margin-top: 5px', 'margin', '1px'],
    ['margin: 9px; margin-top: 5px !important', 'margin', '1px'],
    ['color: red; border-top-color: blue', 'border-color', 'green'],
    ['left: 3px; --x: 2px', 'inset', '0'],
  ])('an element whose style was "%s" has that again after a setStyle of %s', async (before, name, value) => {
    bench = createBench('<p>a</p>');
    one('p').style.cssText = before;
    const said = (): string[] =>
      Array.from(one('p').style, (it) => `${it}: ${one('p').style.getPropertyValue(it)}`).sort();
    const [first, priority] = [said(), one('p').style.getPropertyPriority('margin-top')];
    const recipe = bench.apply({ op: 'setStyle', selector: 'p', name, value });
    // Written again, as by a framework, it is found again.
    for (let round = 0; round < 2; round++) {
      await bench.wait(100);
      expect(said()).not.toEqual(first);
      one('p').style.cssText = before;
    }
    await bench.wait(100);
    recipe._undo();
    expect([said(), one('p').style.getPropertyPriority('margin-top'), ...bench.told]).toEqual([first, priority]);
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

  test('what the page writes over the last that is kept always is what lies below it, too', async () => {
    bench = createBench('<p title="old">a</p>');
    const title = (value: string): Op => ({ op: 'setAttr', selector: 'p', name: 'title', value, keep: 'always' });
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
