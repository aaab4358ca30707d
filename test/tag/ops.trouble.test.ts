/**
 * Checks that an operation that cannot be done undoes its recipe, and no other; a form with odd fields is no such
 * case.
 */

import { afterEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('trouble', () => {
  test('an op that cannot be done undoes what the recipe did, and is told once with its selector', () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'setAttr', selector: 'p', name: '1 2', value: 'X' },
      { op: 'addClass', selector: 'p', value: 'x' },
    ]);
    expect(html()).toBe('<p>a</p>');
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error .* at p$/)]);
  });

  test('an op that cannot be done later undoes what the recipe did, too', async () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'setAttr', selector: 'i', name: '1 2', value: 'X', all: true },
    ]);
    document.body.insertAdjacentHTML('beforeend', '<i></i><i></i>');
    await bench.wait(5000);
    expect(html()).toBe('<p>a</p><i></i><i></i>');
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error .* at i$/)]);
  });

  test.each([
    ['<div><script type="x">1</script></div>', 'div > :first-child', '<div><script type="x">1</script></div>'],
    ['<div><embed class="a"></div>', '.a', '<div><embed class="a"></div>'],
    ['<base id="a">', '#a', '<base id="a">'],
    ['<p>a</p><object id="b"></object>', '#b', '<p>a</p><object id="b"></object>'],
  ])('without data-js, an op that reaches %s by %s changes nothing', (before, selector, after) => {
    const ops = [
      { op: 'addClass', selector: 'p', value: 'x', waitForMs: 0 },
      { op: 'setAttr', selector, name: 'title', value: 'X' },
    ] as const;
    bench = createBench(before, false);
    bench.apply(ops);
    expect(html()).toBe(after);
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error .*data-js at /)]);
    bench.leave();
    bench = createBench(before);
    bench.apply(ops);
    expect(html()).not.toBe(after);
  });

  test('another experiment on the same thing is not touched by one that failed', () => {
    bench = createBench('<p title="a">a</p>');
    const good = bench.apply({ op: 'replaceHTML', selector: 'p', value: 'good' }, 'a');
    const make = bench.workshop._capability;
    const nodesOf = make._nodes;
    make._nodes = (markup, context) => {
      if (markup === 'bad') throw new Error('no');
      return nodesOf(markup, context);
    };
    bench.apply({ op: 'replaceHTML', selector: 'p', value: 'bad' }, 'b');
    make._nodes = nodesOf;
    expect(bench.told).toEqual(['broken', 'error no at p']);
    expect(html()).toBe('<p title="a">good</p>');
    good._undo();
    expect(html()).toBe('<p title="a">a</p>');
  });

  test('forms whose fields have the names of methods and properties are no trouble', () => {
    const names = 'style classList remove append after before isConnected';
    const before = `<form>${names
      .split(' ')
      .map((name) => `<input name="${name}">`)
      .join('')}</form>`;
    bench = createBench(before);
    const form = one('form');
    // happy-dom does not show its fields everywhere where browsers do
    for (const name of names.split(' '))
      Object.defineProperty(form, name, { configurable: true, value: one(`[name=${name}]`) });
    const recipe = bench.apply([
      { op: 'setAttr', selector: 'form', name: 'action', value: '/x' },
      { op: 'addClass', selector: 'form', value: 'x' },
      { op: 'setStyle', selector: 'form', name: 'color', value: 'red' },
      { op: 'injectHTML', selector: 'form', position: 'beforeend', value: '<b></b>' },
      { op: 'injectHTML', selector: 'form', position: 'afterend', value: '<b></b>' },
      { op: 'replaceHTML', selector: 'form', value: 'X' },
      { op: 'remove', selector: 'form' },
    ]);
    expect(bench.told).toEqual([]);
    expect(document.querySelector('form')).toBeNull();
    recipe._undo();
    for (const name of names.split(' ')) Reflect.deleteProperty(form, name);
    expect(html()).toBe(before);
  });
});
