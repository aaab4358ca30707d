/** Tests a change of what is inside an element by itself: what it keeps, what it covers, and what it yields to. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeContent, fold } from '../../src/tag/content.js';
import { type Change, FOUND, HOLDS, type Maker, OTHER } from '../../src/tag/slots.js';
import { type Bench, createBench, html, one, own } from './recipes.js';

let bench: Bench;
let by: Maker;
beforeEach(() => {
  bench = createBench('<p>page</p>');
  by = { _order: 'a/0', _position: undefined };
});
afterEach(() => bench.leave());

/** @param value null for markup */
const change = (value: string | null, markup = ''): Change =>
  changeContent(
    one('p'),
    '',
    value,
    () => {
      const made = value === null ? bench.workshop._capability._nodes(markup, one('p')) : [new Text(value)];
      for (const node of made) {
        if (node instanceof Element) node.setAttribute('data-fx-of', 'a/0');
        bench.workshop._makers.set(node, by);
      }
      return made;
    },
    by,
    bench.workshop,
  );

test('a text is compared without the blanks that nobody sees', () => {
  expect([fold(' a\n\t b  '), fold('\u00a0'), fold('')]).toEqual(['a b', '', '']);
});

test('a lone text is written over: the same node says what it said before', () => {
  const node = one('p').firstChild;
  const it = change('X');
  it._put();
  expect([it._stand(), one('p').firstChild === node, html()]).toEqual([HOLDS, true, '<p>X</p>']);
  it._back();
  expect([one('p').firstChild === node, html()]).toEqual([true, '<p>page</p>']);
});

test('nodes that were there are kept, and the same ones come back in their order', () => {
  one('p').innerHTML = 'a<b>b</b>c';
  const before = [...one('p').childNodes];
  const it = change(null, '<u>X</u>');
  it._put();
  expect([it._stand(), html(), it._read?.()]).toEqual([HOLDS, '<p><u>X</u></p>', '']);
  it._back();
  expect([...one('p').childNodes]).toEqual(before);
});

test('what a framework holds stays in its place, out of sight', () => {
  one('p').innerHTML = '<b>page</b>';
  own(one('b'));
  const it = change(null, '<u>X</u>');
  it._put();
  expect([one('b').parentNode, one('b').style.display, it._read?.()]).toEqual([one('p'), 'none', 'page']);
  it._back();
  expect(html()).toBe('<p><b>page</b></p>');
});

test('the same content rendered anew is found, and changed again; other content is the value of the page', () => {
  const it = change(null, '<u>X</u>');
  it._put();
  one('p').textContent = 'page';
  expect(it._stand()).toBe(FOUND);
  it._put();
  expect([it._stand(), html()]).toEqual([HOLDS, '<p><u>X</u></p>']);
  one('p').textContent = 'other';
  expect(it._stand()).toBe(OTHER);
  it._put();
  it._back();
  expect(html()).toBe('<p>other</p>');
});

test('content of the page that comes beside it is taken out, too, where it begins anew', () => {
  const it = change(null, '<u>X</u>');
  it._put();
  one('p').textContent = 'other';
  it._put(true);
  expect([it._stand(), html()]).toEqual([HOLDS, '<p><u>X</u></p>']);
  it._back();
  expect(html()).toBe('<p>other</p>');
});

test('an element without its mark is of the page: it stays, and another is put in', () => {
  const it = change(null, '<u>X</u>');
  it._put();
  const taken = one('u');
  taken.removeAttribute('data-fx-of');
  it._stand();
  expect([bench.workshop._makers.has(taken), taken.parentNode]).toEqual([false, one('p')]);
});

test('while the parser is at work, what comes later is found as well', () => {
  const state = vi.spyOn(Document.prototype, 'readyState', 'get').mockReturnValue('loading');
  const it = change(null, '<u>X</u>');
  it._put();
  one('p').append(document.createElement('b'));
  expect(it._stand()).toBe(FOUND);
  it._put();
  expect(html()).toContain('<u>X</u>');
  expect(document.querySelector('b')).toBeNull();
  state.mockReturnValue('complete');
  expect(it._stand()).toBe(HOLDS);
  it._back();
  expect(html()).toBe('<p>page<b></b></p>');
});

test('a change that yields leaves the nodes of the page alone', () => {
  const it = change(null, '<u>X</u>');
  it._put();
  one('u').remove();
  it._yield?.();
  expect(html()).toBe('<p></p>');
  it._back();
  expect(document.querySelector('u')).toBeNull();
});
