/** Checks that nodes that some framework may hold stay where they are, whichever framework that is. */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const mark = (node: Node | null | undefined, name: string): void => void (node && Object.assign(node, { [name]: {} }));

test.each<[what: string, make: () => void]>([
  ['a property of its own', () => mark(one('p'), '__attributes')],
  ['a property of its text', () => mark(one('p').firstChild, '__t')],
  ['a property of a root', () => mark(one('main'), '_$litPart$')],
  ['a property of the document', () => mark(document, '_$DX_DELEGATE')],
  ['data of Alpine above it', () => mark(one('main'), '_x_dataStack')],
  ['a component of Livewire above it', () => mark(one('main'), '__livewire')],
  ['a comment of Blazor beside it', () => one('p').before(new Comment('!'))],
  ['a comment beside it', () => one('p').before(new Comment('?lit$1$'))],
  ['a comment inside it', () => one('p').append(new Comment(''))],
])('remove hides an element that has %s', (_, make) => {
  bench = createBench('<main><p>a</p></main>');
  make();
  const recipe = bench.apply({ op: 'remove', selector: 'p' });
  expect([one('p').style.display, one('p').isConnected]).toEqual(['none', true]);
  recipe._undo();
  Reflect.deleteProperty(document, '_$DX_DELEGATE');
  expect(one('p').hasAttribute('style')).toBe(false);
});

test.each<[what: string, make: () => void]>([
  ['what jQuery listens to', () => mark(one('p'), 'jQuery3710')],
  ['a widget of the page', () => mark(one('main'), 'swiper')],
])('remove takes out an element with %s', (_, make) => {
  bench = createBench('<main><p>a</p></main>');
  make();
  bench.apply({ op: 'remove', selector: 'p' });
  expect(document.querySelector('p')).toBeNull();
});
