/** Tests selectors that reach into open shadow roots, with `>>>`. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { every, first } from '../../src/tag/dom.js';
import { type Bench, createBench } from './recipes.js';

let bench: Bench;

beforeEach(() => {
  bench = createBench('<my-card class="one"></my-card><my-card class="two"></my-card><h2>outside</h2>');
});

afterEach(() => bench.leave());

const attach = (selector: string, html: string, mode: ShadowRootMode = 'open'): ShadowRoot => {
  const root = (document.querySelector(selector) as Element).attachShadow({ mode });
  root.innerHTML = html;
  return root;
};

test('what follows the sign is looked for inside of each host', () => {
  attach('.one', '<h2>a</h2>');
  attach('.two', '<h2>b</h2><my-inner></my-inner>');
  expect(every('my-card >>> h2').map(({ textContent }) => textContent)).toEqual(['a', 'b']);
  expect(first('.two >>> h2')?.textContent).toBe('b');
  expect(first('h2')?.textContent).toBe('outside');
});

test('nothing is found in a host without a root, in a closed one, or below what is not there', () => {
  attach('.one', '<h2>a</h2>', 'closed');
  expect([every('my-card >>> h2'), first('my-card >>> h2'), first('.three >>> h2')]).toEqual([[], null, null]);
});

test('every root on the way is told of, and every host that has none yet', () => {
  const root = attach('.one', '<my-inner></my-inner>');
  const inner = (root.querySelector('my-inner') as Element).attachShadow({ mode: 'open' });
  const told: (ShadowRoot | null)[] = [];
  every('my-card >>> my-inner >>> h2', (one) => told.push(one));
  expect(told).toEqual([root, null, inner]);
});

test('a change reaches an element in a shadow root, also one that comes later, and leaves no trace', async () => {
  const root = attach('.one', '<p></p>');
  const recipe = bench.apply({ op: 'replaceText', selector: '.one >>> h2', value: 'New' });
  expect(bench.told).toEqual([]);
  root.innerHTML = '<p></p><h2>Old</h2>';
  await bench.hear();
  expect(root.innerHTML).toBe('<p></p><h2>New</h2>');
  recipe._undo();
  expect(root.innerHTML).toBe('<p></p><h2>Old</h2>');
});
