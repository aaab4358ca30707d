/** Checks that copies of several elements that one op changed each get back what is theirs. */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const LIST = '<ul><li>one</li><li>t<i>w</i>o</li><li>three</li></ul>';

test.each([
  ['replaceText', 'X', 'the list', (list: Element) => list.replaceWith(list.cloneNode(true))],
  ['replaceHTML', '<b>X</b>', 'the list', (list: Element) => list.replaceWith(list.cloneNode(true))],
  [
    'replaceHTML',
    '<b>X</b>',
    'what is in each item',
    (list: Element) => {
      for (const item of list.children) item.replaceChildren(item.cloneNode(true).firstChild as Node);
    },
  ],
] as const)(
  'copies of several elements that %s (%s) changed, made of %s, are undone, each',
  async (op, value, _, copy) => {
    bench = createBench(LIST);
    const recipe = bench.apply({ op, selector: 'li', value, all: true });
    for (let round = 0; round < 3; round++) {
      await bench.wait(100);
      expect(html()).toBe(`<ul>${`<li>${value}</li>`.repeat(3)}</ul>`);
      copy(one('ul'));
    }
    await bench.wait(100);
    expect(html()).toBe(`<ul>${`<li>${value}</li>`.repeat(3)}</ul>`);
    recipe._undo();
    expect([html(), ...bench.told]).toEqual([LIST]);
  },
);

test('copies beside several elements that are alike are undone', async () => {
  bench = createBench('<p>buy</p><p>buy</p>');
  const recipe = bench.apply({ op: 'replaceText', selector: 'p', value: 'X', all: true });
  await bench.wait(100);
  for (const element of [...document.querySelectorAll('p')]) document.body.append(element.cloneNode(true));
  await bench.wait(100);
  expect(html()).toBe('<p>X</p>'.repeat(4));
  recipe._undo();
  expect(html()).toBe('<p>buy</p>'.repeat(4));
});
