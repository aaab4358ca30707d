/**
 * Checks that nodes that Vue owns stay where they are: Vue finds the place of the next one by them, and throws where
 * they are gone.
 */

import { afterEach, expect, test } from 'vitest';
import { Fragment, h, nextTick, render, type VNode } from 'vue';
import { type Bench, createBench, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const root = (): Element => one('#root');

/** Renders as an app does, which leaves its mark on the root alone. */
const draw = async (...children: VNode[]): Promise<void> => {
  Object.assign(root(), { __vue_app__: {} });
  render(h(Fragment, children), root());
  await nextTick();
};

test('remove hides, so that a component which renders something else still finds its place', async () => {
  bench = createBench('<div id="root"></div>');
  await draw(h('b', '1'), h('p', 'a'), h('i', '3'));
  const recipe = bench.apply({ op: 'remove', selector: 'p' });
  expect(one('p').style.display).toBe('none');
  await draw(h('b', '1'), h('u', 'b'), h('i', '3'));
  expect(root().textContent).toBe('1b3');
  recipe._undo();
  expect(root().textContent).toBe('1b3');
});

test.each(['replaceText', 'replaceHTML'] as const)('%s hides the children in place and appends', async (op) => {
  bench = createBench('<div id="root"></div>');
  await draw(h('h1', ['a ', h('i', 'b'), ' c']));
  const recipe = bench.apply({ op, selector: 'h1', value: 'X', keep: 'always' });
  await draw(h('h1', ['a ', h('u', 'new'), ' d']));
  await bench.wait(100);
  expect([one('u').style.display, one('h1').textContent]).toEqual(['none', 'newX']);
  recipe._undo();
  expect(one('h1').innerHTML).toBe('a <u>new</u> d');
});
