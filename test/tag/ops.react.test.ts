/**
 * Checks that nodes that React owns stay where they are: React takes them away itself, and throws where they are gone.
 */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, nodes, one, own } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

test('remove hides, and what React does with its node works', () => {
  bench = createBench('<div><p style="display: flex">a</p></div>');
  own(one('p'));
  const recipe = bench.apply({ op: 'remove', selector: 'p' });
  expect([one('p').style.display, one('p').style.getPropertyPriority('display')]).toEqual(['none', 'important']);
  recipe._undo();
  expect([one('p').style.display, one('p').style.getPropertyPriority('display')]).toEqual(['flex', '']);
});

test.each(['replaceText', 'replaceHTML'] as const)('%s hides the children in place and appends', async (op) => {
  bench = createBench('<h1>a <i>b</i><!--/$--></h1>');
  const h1 = one('h1');
  own(h1, h1.childNodes[0] ?? null, one('i'));
  const first = nodes();
  const recipe = bench.apply({ op, selector: 'h1', value: 'X', keep: 'always' });
  expect(h1.childNodes[1]).toBe(one('i'));
  expect([(h1.firstChild as Text).data, one('i').style.display, (h1.childNodes[2] as Comment).data]).toEqual([
    '',
    'none',
    '/$',
  ]);
  expect(h1.textContent).toBe('bX');
  await bench.wait(100);
  // a render of React: a text changes, a child goes, another comes
  (h1.firstChild as Text).data = 'new ';
  h1.removeChild(one('i'));
  h1.insertBefore(document.createElement('u'), h1.childNodes[1] ?? null).textContent = 'c';
  await bench.wait(100);
  expect([(h1.firstChild as Text).data, one('u').style.display]).toEqual(['', 'none']);
  recipe._undo();
  expect(h1.innerHTML).toBe('new <u>c</u><!--/$-->');
  expect(nodes()[1]).toBe(first[1]);
});

test('a lone text of React gets its data written', async () => {
  bench = createBench('<h1>a</h1>');
  own(one('h1'));
  const node = one('h1').firstChild as Text;
  const recipe = bench.apply({ op: 'replaceText', selector: 'h1', value: 'X', keep: 'always' });
  expect([node.data, one('h1').childNodes.length]).toEqual(['X', 1]);
  await bench.wait(100);
  node.data = 'b';
  await bench.wait(100);
  expect(node.data).toBe('X');
  recipe._undo();
  expect(node.data).toBe('b');
});
