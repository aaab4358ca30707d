/** Checks that operations wait for what they name, and take no more of it than they should. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, nodes, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('waiting', () => {
  test('an element that comes later is changed when it comes', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' });
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.hear();
    expect(one('#late').textContent).toBe('X');
  });

  test.each([
    ['.late', 'class', 'late'],
    ['#late', 'id', 'late'],
    ['p[data-late]', 'data-late', ''],
  ])('an element that comes to match %s is changed', async (selector, name, value) => {
    bench = createBench('<p>a</p>');
    bench.apply({ op: 'replaceText', selector, value: 'X' });
    await bench.hear();
    one('p').setAttribute(name, value);
    await bench.hear();
    expect(one('p').textContent).toBe('X');
  });

  test('one that does not come in time is told, and the others go on', async () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 },
      { op: 'replaceText', selector: 'p', value: 'X' },
    ]);
    await bench.wait(99);
    expect(bench.told).toEqual([]);
    await bench.wait(1);
    expect(bench.told).toEqual(['timeout #late']);
    document.body.insertAdjacentHTML('beforeend', '<p id="late">a</p>');
    await bench.wait(50);
    expect(html()).toBe('<p>X</p><p id="late">a</p>');
  });

  test('there is one last look at the deadline', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 });
    bench.workshop._watch._pause(true);
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.wait(100);
    expect([one('#late').textContent, ...bench.told]).toEqual(['X']);
  });

  test('two seconds are the default, from when the document is parsed', async () => {
    bench = createBench('');
    bench.parse('loading');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' });
    await bench.wait(5000);
    expect(bench.told).toEqual([]);
    bench.parse('interactive');
    await bench.wait(2000);
    expect(bench.told).toEqual(['timeout #late']);
  });

  test('a new view starts the clock anew, also after it ran out', async () => {
    bench = createBench('');
    const recipe = bench.apply({ op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 });
    await bench.wait(60);
    recipe._restart();
    await bench.wait(60);
    expect(bench.told).toEqual([]);
    await bench.wait(40);
    expect(bench.told).toEqual(['timeout #late']);
    recipe._restart();
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.hear();
    expect(one('#late').textContent).toBe('X');
    await bench.wait(5000);
    expect(bench.told).toEqual(['timeout #late']);
  });

  test('an op that was undone waits no more', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' })._undo();
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.wait(5000);
    expect([one('#late').textContent, ...bench.told]).toEqual(['a']);
  });
});

describe('matching', () => {
  test('all takes later matches, a thousand at most', async () => {
    bench = createBench('<p>a</p>');
    const recipe = bench.apply({ op: 'addClass', selector: 'p', value: 'x', all: true });
    document.body.insertAdjacentHTML('beforeend', '<p></p>'.repeat(1200));
    await bench.hear();
    expect(document.querySelectorAll('p.x')).toHaveLength(1000);
    recipe._undo();
    expect(document.querySelectorAll('.x')).toHaveLength(0);
  });

  test.each<[op: Op, count: number]>([
    [{ op: 'replaceHTML', selector: 'p', value: '<p>X</p>', all: true }, 4],
    [{ op: 'injectHTML', selector: 'p', position: 'beforebegin', value: '<div><p>Y</p></div>', all: true }, 4],
    [{ op: 'injectHTML', selector: 'p', position: 'beforebegin', value: '<p>Y</p>' }, 3],
  ])('nothing that an op put in is matched by that op: %j', async (op, count) => {
    bench = createBench('<p>a</p><p>b</p>');
    bench.apply(op);
    document.body.append(document.createElement('i'));
    await bench.wait(100);
    expect(document.querySelectorAll('p')).toHaveLength(count);
  });

  test('an element that has left the page is let go, and the first match taken anew', async () => {
    bench = createBench('<div><p>a</p></div>');
    const old = one('p');
    bench.apply({ op: 'replaceText', selector: 'p', value: 'X' });
    one('div').innerHTML = '<p>b</p>';
    await bench.hear();
    expect(html()).toBe('<div><p>X</p></div>');
    expect(old.textContent).toBe('a');
  });

  test('what was removed and is rendered anew is removed anew, and the others with its class stay', async () => {
    bench = createBench('<div><p class="x">a</p></div><p class="x">b</p>');
    const recipe = bench.apply({ op: 'remove', selector: '.x' });
    await bench.wait(100);
    expect(html()).toBe('<div></div><p class="x">b</p>');
    one('div').innerHTML = '<p class="x">again</p>';
    await bench.wait(100);
    expect(html()).toBe('<div></div><p class="x">b</p>');
    recipe._undo();
    expect(html()).toBe('<div><p class="x">again</p></div><p class="x">b</p>');
  });

  test('an element that matches inside one whose children were replaced is left alone', async () => {
    bench = createBench('<div id="o">a<div>b</div></div>');
    const first = nodes();
    const recipe = bench.apply({ op: 'replaceText', selector: 'div', value: 'X', all: true });
    await bench.wait(100);
    expect(html()).toBe('<div id="o">X</div>');
    recipe._undo();
    expect(nodes().every((node, index) => node === first[index])).toBe(true);
  });
});
