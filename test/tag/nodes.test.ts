/** Tests the nodes of an op by themselves: how they are marked, where they lie, and how copies are known. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { MARK } from '../../src/tag/changes.js';
import { changeNodes, isMade, makeNodes, mark, sweep } from '../../src/tag/nodes.js';
import { FOUND, HOLDS, type Maker } from '../../src/tag/slots.js';
import { type Bench, createBench, one } from './recipes.js';

let bench: Bench;
beforeEach(() => {
  bench = createBench('<main><i></i><p>page</p></main>');
});
afterEach(() => bench.leave());

const elements = (markup: string): ChildNode[] => [...new Range().createContextualFragment(markup).childNodes];

test('elements get the mark, and a text only where it stands for itself', () => {
  const [bold, text] = mark(elements('<b>b</b>c'), 'a/0', false) as [Element, Text];
  expect([bold.getAttribute(MARK), text.nodeName]).toEqual(['a/0', '#text']);
  const wrapped = mark(elements(' <b>b</b>c<!--d-->'), 'a/0', true);
  expect(wrapped.map(({ nodeName }) => nodeName)).toEqual(['#text', 'B', 'FX-TEXT', '#comment']);
  expect((wrapped[2] as Element).outerHTML).toBe(`<fx-text ${MARK}="a/0">c</fx-text>`);
});

test('markup is marked, and wraps its texts only beside the nodes of the page; a plain text stays one', () => {
  const { workshop } = bench;
  const make = (isMarkup: boolean, value: string, position?: string): string[] =>
    makeNodes(isMarkup, value, document.body, workshop, 'a/0', position).map(({ nodeName }) => nodeName);
  expect(make(true, 'x<b>b</b>', 'afterend')).toEqual(['FX-TEXT', 'B']);
  expect(make(true, 'x<b>b</b>')).toEqual(['#text', 'B']);
  expect(make(false, '<b>b</b>', 'afterend')).toEqual(['#text']);
});

test('what lies in a node of an op is made by it, and by no other', () => {
  one('main').innerHTML = `<div ${MARK}="a/0"><u></u></div><s></s>`;
  expect([isMade(one('u'), 'a/0'), isMade(one('u'), 'a/1'), isMade(one('s'), 'a/0')]).toEqual([one('div'), null, null]);
});

test('a mark that nobody of this page has put in is swept away, and what was put in stays', () => {
  one('main').innerHTML = `<div ${MARK}="a/0"></div><div ${MARK}="a/0" class="copy"></div>`;
  const makers = new WeakMap([[one('div'), {} as Maker]]);
  sweep({ _makers: makers });
  expect(one('main').innerHTML).toBe(`<div ${MARK}="a/0"></div>`);
});

const lay = (position: string) => {
  const { workshop } = bench;
  const by = { _order: 'a/0', _position: position } as unknown as Maker;
  const make = (): ChildNode[] => {
    const made = mark(elements('<b></b><u></u>'), 'a/0', true);
    for (const node of made) workshop._makers.set(node, by);
    return made;
  };
  return changeNodes(one('p'), position, null, make, by, workshop);
};
const names = (): string => [...document.querySelectorAll('main, main *')].map(({ localName }) => localName).join(' ');

test.each([
  ['beforebegin', 'main i b u p', '|a/0'],
  ['afterend', 'main i p b u', '|a/0'],
  ['afterbegin', 'main i p b u', '<a/0'],
  ['beforeend', 'main i p b u', '<a/0'],
])('nodes at %s keep their order, are put in again where one is gone, and leave no trace', (position, want, key) => {
  const before = one('main').outerHTML;
  const it = lay(position);
  expect([it._key, it._stand()]).toEqual([key, FOUND]);
  it._put();
  expect([it._stand(), names()]).toEqual([HOLDS, want]);
  one('u').remove();
  expect(it._stand()).toBe(FOUND);
  it._put();
  expect([it._stand(), names()]).toEqual([HOLDS, want]);
  it._back();
  expect(one('main').outerHTML).toBe(before);
});

test('a node that the page has made its own stays, and another is put in', () => {
  const it = lay('beforeend');
  it._put();
  one('b').removeAttribute(MARK);
  expect(it._stand()).toBe(FOUND);
  it._put();
  expect([it._stand(), names()]).toEqual([HOLDS, 'main i p b b u']);
  it._back();
  expect(names()).toBe('main i p b');
});
