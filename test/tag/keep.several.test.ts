/** Checks that several experiments keep a change on one element: each leaves what the page says there of its own. */

import { afterEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, html, one, text } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

describe('several experiments on one element', () => {
  test('each leaves the value of the page, and each can be undone meanwhile', async () => {
    for (const undone of ['a', 'b']) {
      bench = createBench('<p>Add</p>');
      const recipes = { a: bench.apply(text('a'), 'a'), b: bench.apply(text('b'), 'b') };
      await bench.wait(100);
      one('p').textContent = 'Sold out';
      await bench.wait(100);
      expect([html(), ...bench.told]).toEqual(['<p>Sold out</p>', 'yielded p', 'yielded p']);
      recipes[undone as 'a']._undo();
      await bench.wait(100);
      expect(html()).toBe('<p>Sold out</p>');
      one('p').textContent = 'Add';
      await bench.wait(100);
      expect(html()).toBe(undone === 'a' ? '<p>b</p>' : '<p>a</p>');
      bench.leave();
    }
    bench = createBench('');
  });

  test('each leaves what a translator wrote into their one text', async () => {
    bench = createBench('<p>Add</p>');
    const a = bench.apply(text('a'), 'a');
    const b = bench.apply(text('b'), 'b');
    await bench.wait(100);
    const node = one('p').firstChild as Text;
    for (let round = 0; round < 3; round++) {
      node.data = 'In den Korb';
      await bench.wait(100);
      expect(html()).toBe('<p>In den Korb</p>');
      node.data = 'Add';
      await bench.wait(100);
      expect(html()).toBe('<p>b</p>');
    }
    node.data = 'In den Korb';
    await bench.wait(100);
    a._undo();
    expect(html()).toBe('<p>In den Korb</p>');
    node.data = 'Add';
    await bench.wait(100);
    expect(html()).toBe('<p>b</p>');
    b._undo();
    expect([html(), ...bench.told]).toEqual(['<p>Add</p>', 'yielded p', 'yielded p']);
  });

  test('one of which is kept always has its way, and the other goes on below it', async () => {
    bench = createBench('<p>Add</p>');
    const a = bench.apply(text('a'), 'a');
    const b = bench.apply(text('b', { keep: 'always' }), 'b');
    await bench.wait(100);
    one('p').textContent = 'Sold out';
    await bench.wait(100);
    expect(html()).toBe('<p>b</p>');
    b._undo();
    await bench.wait(100);
    expect(html()).toBe('<p>Sold out</p>');
    one('p').textContent = 'Add';
    await bench.wait(100);
    expect(html()).toBe('<p>a</p>');
    a._undo();
    expect(html()).toBe('<p>Add</p>');
  });

  test.each([
    ['a text', { op: 'replaceText', selector: '#two', value: 'II' }, ''],
    ['the same class', { op: 'addClass', selector: '#two', value: 'on' }, 'on'],
  ] as const)('a tab that has %s of its own takes a class from another by the visitor alone', async (_, op, left) => {
    bench = createBench('<a id="one">1</a><i></i><a id="two">2</a>');
    bench.apply([{ op: 'addClass', selector: '#one', value: 'on' }, op]);
    await bench.wait(100);
    const event = new Event('click', { bubbles: true, composed: true });
    Object.defineProperty(event, 'isTrusted', { value: true });
    one('#two').addEventListener('click', () => {
      one('#one').className = '';
      one('#two').className = 'on';
    });
    one('#two').dispatchEvent(event);
    await bench.hear();
    await bench.wait(100);
    expect([one('#one').className, one('#two').className]).toEqual([left, 'on']);
  });
});
