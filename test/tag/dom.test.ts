/** Tests how nodes are read and called on where elements shadow names, and when the parser is done with one. */

import { afterEach, expect, test, vi } from 'vitest';
import { attach, call, create, eachRoot, every, first, get, isComplete, isParsed, listen } from '../../src/tag/dom.js';
import { one } from './recipes.js';

afterEach(() => {
  Reflect.deleteProperty(document, 'querySelector');
  Reflect.deleteProperty(document, 'createElement');
  Reflect.deleteProperty(document, 'cookie');
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

const shadow = (node: object, name: string): void => {
  Object.defineProperty(node, name, { configurable: true, value: 'an element of the page' });
};
const parsing = (): void => {
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  // What the prototype says is what is read.
  vi.spyOn(Document.prototype, 'readyState', 'get').mockReturnValue('loading');
};

test('what an element of the page shadows is read and called all the same', () => {
  document.body.innerHTML = '<form></form>';
  const form = one('form');
  for (const name of ['style', 'remove', 'parentNode']) shadow(form, name);
  shadow(document, 'cookie');
  shadow(document, 'createElement');
  shadow(document, 'querySelector');
  expect(get(form, 'parentNode')).toBe(document.body);
  expect(get(form, 'style')).not.toBe('an element of the page');
  expect(get(document, 'cookie')).not.toBe('an element of the page');
  expect([create('b').nodeName, first('form')]).toEqual(['B', form]);
  call(form, 'remove');
  expect(document.body.innerHTML).toBe('');
});

test('matches come in the order of the document, none is null, and an invalid selector throws', () => {
  document.body.innerHTML = '<p id="a"></p><b></b><p id="b"></p>';
  expect(every('#b,#a').map(({ id }) => id)).toEqual(['a', 'b']);
  expect([first('#b,#a')?.id, first('i'), every('i')]).toEqual(['a', null, []]);
  expect(() => first('p[')).toThrow();
  expect(() => every('p[')).toThrow();
});

test('roots are told of a selector that reaches into some, and for any other nothing is searched', () => {
  document.body.innerHTML = '<my-card></my-card>';
  const root = one('my-card').attachShadow({ mode: 'open' });
  const told: unknown[] = [];
  const search = vi.spyOn(Document.prototype, 'querySelectorAll');
  eachRoot('my-card', (found) => told.push(found));
  expect([told, search.mock.calls]).toEqual([[], []]);
  eachRoot('my-card >>> p', (found) => told.push(found));
  expect(told).toEqual([root]);
});

test('while the document is parsed, an element is complete once something follows it or an ancestor', () => {
  document.body.innerHTML = '<main><p></p></main>';
  expect([isParsed(), isComplete(null), isComplete(one('p'))]).toEqual([true, true, true]);
  parsing();
  expect([isParsed(), isComplete(null), isComplete(one('p'))]).toEqual([false, false, false]);
  one('main').after(new Text('next'));
  expect(isComplete(one('p'))).toBe(true);
});

test('who listens hears, in the phase that was asked for, until they stop', () => {
  document.body.innerHTML = '<main><p></p></main>';
  const heard: string[] = [];
  const stops = [
    listen(one('main'), 'click', () => heard.push('bubble')),
    listen(one('main'), 'click', () => heard.push('capture'), true),
  ];
  one('p').dispatchEvent(new Event('click'));
  expect(heard).toEqual(['capture']);
  one('p').dispatchEvent(new Event('click', { bubbles: true }));
  expect(heard).toEqual(['capture', 'capture', 'bubble']);
  for (const stop of stops) stop();
  one('p').dispatchEvent(new Event('click', { bubbles: true }));
  expect(heard).toHaveLength(3);
});

test('a node is added to the head, and to the root while there is none', () => {
  const [early, late] = [create('style'), create('style')];
  attach(late);
  expect(late.parentNode).toBe(document.head);
  late.remove();
  vi.spyOn(Document.prototype, 'head', 'get').mockReturnValue(null as never);
  attach(early);
  expect(early.parentNode).toBe(document.documentElement);
  early.remove();
});
