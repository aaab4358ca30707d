/** Tests each kind of change by itself: put in, told from what the page says of its own, and taken back. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  changeAttribute,
  changeClass,
  changePresence,
  changeSheet,
  changeSource,
  changeStyle,
  changeText,
  hide,
  holdsPlace,
  isUnmarked,
  MARK,
} from '../../src/tag/changes.js';
import { type Change, FOUND, HOLDS, type Hold, type Maker, OTHER } from '../../src/tag/slots.js';
import { type Bench, createBench, one, own } from './recipes.js';

let bench: Bench;
beforeEach(() => {
  bench = createBench('<main><p class="a" style="color: red;" title="page">page</p><i></i></main>');
});
afterEach(() => bench.leave());

const by: Maker = { _order: 'a/0', _position: undefined };
const text = (): Text => one('p').firstChild as Text;
const style = (name: string): string => one('p').style.getPropertyValue(name);
const rest = (): [() => ChildNode[], Maker, Bench['workshop']] => [() => [], by, bench.workshop];

const kinds: [what: string, make: () => Change, page: () => void][] = [
  ['a text', () => changeText(text(), 'X'), () => (text().data = 'other')],
  ['an attribute', () => changeAttribute(one('p'), 'title', 'X', ...rest()), () => (one('p').title = 'other')],
  [
    'an attribute that goes',
    () => changeAttribute(one('p'), 'title', null, ...rest()),
    () => (one('p').title = 'other'),
  ],
  ['a style', () => changeStyle(one('p'), 'color', 'blue'), () => (one('p').style.color = 'green')],
];

test.each(kinds)('%s is put in, holds, and leaves no trace', (_, make) => {
  const before = one('main').outerHTML;
  const it = make();
  it._put();
  expect([it._stand(), one('main').outerHTML === before]).toEqual([HOLDS, false]);
  it._back();
  expect(one('main').outerHTML).toBe(before);
});

test.each(kinds)(
  '%s is put in again where the page shows what was found, and yields to any other value',
  (_, make, page) => {
    const it = make();
    it._put();
    const shown = one('main').outerHTML;
    it._back();
    it._put();
    expect(one('main').outerHTML).toBe(shown);
    page();
    const other = one('main').outerHTML;
    expect(it._stand()).toBe(OTHER);
    it._put();
    it._back();
    expect(one('main').outerHTML).toBe(other);
  },
);

test.each(kinds)('%s that begins anew takes what the page shows by then as found', (_, make, page) => {
  const it = make();
  it._put();
  page();
  const other = one('main').outerHTML;
  it._put(true);
  expect(it._stand()).toBe(HOLDS);
  it._back();
  expect(one('main').outerHTML).toBe(other);
});

test('a class is put in or taken out, among others of the page, and no empty attribute is left', () => {
  const added = changeClass(one('i'), 'b', 'b', ...rest());
  const removed = changeClass(one('p'), 'a', null, ...rest());
  added._put();
  removed._put();
  expect([one('i').className, one('p').className, added._stand(), removed._stand()]).toEqual(['b', '', HOLDS, HOLDS]);
  added._back();
  removed._back();
  expect([one('i').hasAttribute('class'), one('p').className]).toEqual([false, 'a']);
});

test('a style keeps its priority, and that of the page comes back', () => {
  one('p').style.setProperty('color', 'red', 'important');
  const it = changeStyle(one('p'), 'color', 'blue ! important');
  it._put();
  expect([style('color'), one('p').style.getPropertyPriority('color'), it._stand()]).toEqual([
    'blue',
    'important',
    HOLDS,
  ]);
  it._back();
  expect([style('color'), one('p').style.getPropertyPriority('color')]).toEqual(['red', 'important']);
});

test('what is hidden is so whatever a style sheet says, and leaves no attribute behind', () => {
  const it = hide(one('i'));
  it._put();
  expect(one('i').style.getPropertyPriority('display')).toBe('important');
  it._back();
  expect(one('i').outerHTML).toBe('<i></i>');
});

test('an element that is out has its place kept, and comes back there', () => {
  const [before, paragraph] = [one('main').outerHTML, one('p')];
  const it = changePresence(paragraph, '', null, ...rest());
  expect(it._stand()).toBe(FOUND);
  it._put();
  expect([it._stand(), paragraph.isConnected, one('main').firstChild]).toEqual([HOLDS, false, it._place]);
  expect(it._back()).toBe(true);
  expect(one('main').outerHTML).toBe(before);
});

test('it comes back at the end where its place is gone, and not at all where all around is', () => {
  const paragraph = one('p');
  const it = changePresence(paragraph, '', null, ...rest());
  it._put();
  it._place?.remove();
  expect([it._back(), one('main').lastChild]).toEqual([true, paragraph]);
  it._put();
  one('main').remove();
  expect(it._back()).toBe(false);
});

test('an element that some framework may hold is hidden, and stays', () => {
  own(one('p'));
  const it = changePresence(one('p'), '', null, ...rest());
  it._put();
  expect([style('display'), it._place]).toEqual(['none', undefined]);
});

test('a place is given up once all that it stood between is gone, where every match is meant', () => {
  const it = changePresence(one('p'), '', null, ...rest());
  one('main').prepend(document.createElement('b'));
  it._put();
  const hold = { _place: it._place } as Hold;
  expect([holdsPlace({} as Hold, true), holdsPlace(hold, true), holdsPlace(hold, undefined)]).toEqual([
    false,
    true,
    true,
  ]);
  one('b').remove();
  expect(holdsPlace(hold, true)).toBe(true);
  one('i').remove();
  expect([holdsPlace(hold, true), it._place?.isConnected]).toEqual([false, false]);
});

test('only an element can have lost its mark', () => {
  one('p').setAttribute(MARK, 'a/0');
  expect([one('p'), one('i'), text()].map(isUnmarked)).toEqual([false, true, false]);
});

test('the address of what is no image, and another attribute of one, are attributes like any', () => {
  one('main').innerHTML = '<audio src="/a" srcset="x"></audio><img alt="a" srcset="y">';
  const changes = [changeSource(one('audio'), 'src', '/b', ...rest()), changeSource(one('img'), 'alt', 'b', ...rest())];
  for (const change of changes) change._put();
  expect(one('main').innerHTML).toBe('<audio src="/b" srcset="x"></audio><img alt="b" srcset="y">');
  for (const change of changes) change._back();
  expect(one('main').innerHTML).toBe('<audio src="/a" srcset="x"></audio><img alt="a" srcset="y">');
});

test.each([
  ['constructed', false],
  ['an element', true],
])('a sheet that is %s is put back where the page took it away, and lies last again', (_, isOld) => {
  if (isOld) vi.stubGlobal('CSSStyleSheet', undefined);
  const [it, other] = ['a {}', 'b {}'].map((css) => changeSheet(css, '', () => undefined)) as [Change, Change];
  const clear = (): void => {
    document.adoptedStyleSheets = [];
    for (const element of document.querySelectorAll('style')) element.remove();
  };
  expect(it._stand()).toBe(FOUND);
  it._put();
  other._put();
  expect(it._stand()).toBe(HOLDS);
  it._put();
  clear();
  expect([it._stand(), other._stand()]).toEqual([FOUND, FOUND]);
  it._put();
  expect([it._stand(), other._stand()]).toEqual([HOLDS, FOUND]);
  it._back();
  expect(it._stand()).toBe(FOUND);
});
