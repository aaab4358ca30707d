/** Tests `Mojito.utils` and `Mojito.Cookies`. @vitest-environment happy-dom */

import { createHash } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { clearCookies, load, type Mojito } from './page.js';

let mojito: Mojito;
beforeEach(async () => {
  clearCookies();
  document.body.innerHTML = '';
  mojito = await load();
});

const add = (name: string): HTMLElement => {
  const element = document.createElement('div');
  element.className = name;
  document.body.append(element);
  return element;
};

test('md5 has the values of RFC 1321', () => {
  expect(mojito.utils.md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(mojito.utils.md5('abc')).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(mojito.utils.md5('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0');
});

test('md5 is that of Node at every length around a block, and for every plane', () => {
  const texts = [...Array.from({ length: 130 }, (_, length) => 'x'.repeat(length)), 'ä', '漢字', '🙂🙂'];
  const wrong = texts.filter((text) => mojito.utils.md5(text) !== createHash('md5').update(text).digest('hex'));
  expect(wrong).toEqual([]);
});

test('getMojitoUserId is a UUID that stays', () => {
  const id = mojito.utils.getMojitoUserId();
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(mojito.utils.getMojitoUserId()).toBe(id);
  expect(document.cookie).toBe(`_mjo=${id}`);
});

test('parameters are read as they are written', () => {
  expect(mojito.utils.parseUrlParameters('?a=1&b=x%20y&c&d=1=2')).toEqual({ a: '1', b: 'x%20y', c: undefined, d: '1' });
});

test('extend, isObject, isFunction and isValidSelector answer as in Mojito', () => {
  const { extend, isFunction, isObject, isValidSelector } = mojito.utils;
  const target = { a: 1 };
  expect(extend(target, { b: 2 })).toBe(target);
  expect(target).toEqual({ a: 1, b: 2 });
  expect([isObject(null), isObject([]), isObject(undefined), isObject('')]).toEqual([true, true, false, false]);
  expect([isFunction(() => 0), isFunction({})]).toEqual([true, false]);
  expect([isValidSelector('a > b'), isValidSelector('a[')]).toEqual([true, false]);
});

test('cookies are written, read and removed with any characters', () => {
  mojito.Cookies.set('a', 'x;y=ä', { expires: 1 });
  // biome-ignore lint/suspicious/noDocumentCookie: by another script
  document.cookie = 'broken=%E0%';
  expect([mojito.Cookies.get('a'), mojito.Cookies.get('broken'), mojito.Cookies.get('b')]).toEqual([
    'x;y=ä',
    '%E0%',
    null,
  ]);
  expect(mojito.Cookies.parseCookies()).toEqual({ a: 'x;y=ä', broken: '%E0%' });
  mojito.Cookies.remove('a');
  expect(mojito.Cookies.get('a')).toBe(null);
});

test('waitForElement calls once, with the element that is there or the first that comes', async () => {
  const seen: unknown[] = [];
  const there = add('there');
  mojito.utils.waitForElement('.there', (one: unknown) => seen.push(one));
  expect(seen).toEqual([there]);
  mojito.utils.waitForElement('.late', (one: unknown) => seen.push(one));
  const late = add('late');
  add('late');
  await vi.waitFor(() => expect(seen).toEqual([there, late]));
});

test('observeSelector calls for every match once, and a callback that throws stops no other', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const seen: string[] = [];
  for (const id of ['1', '2']) add('item').id = id;
  mojito.utils.observeSelector('.item', ({ id }: Element) => {
    seen.push(id);
    throw new Error(id);
  });
  expect(seen).toEqual(['1', '2']);
  mojito.utils.observeSelector('.item', ({ id }: Element) => seen.push(`again ${id}`));
  add('item').id = '3';
  await vi.waitFor(() => expect(seen).toEqual(['1', '2', 'again 1', 'again 2', '3', 'again 3']));
  error.mockRestore();
});

test('observeSelector gives up after its timeout, and a selector that is none throws at once', () => {
  vi.useFakeTimers();
  const onTimeout = vi.fn();
  mojito.utils.observeSelector('.never', () => undefined, { timeout: 100, onTimeout });
  add('found');
  mojito.utils.observeSelector('.found', () => undefined, { timeout: 100, onTimeout });
  vi.advanceTimersByTime(100);
  expect(onTimeout).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
  expect(() => mojito.utils.waitForElement('a[', () => undefined)).toThrow();
});

test('waitUntil asks every interval until its timeout; one condition that throws stops no other', () => {
  vi.useFakeTimers();
  const calls: string[] = [];
  let isReady = false;
  const asked = vi.fn(() => isReady);
  let isBad = false;
  mojito.utils.waitUntil(
    () => {
      if (isBad) throw new Error('condition');
      return false;
    },
    () => calls.push('bad'),
  );
  mojito.utils.waitUntil(asked, () => calls.push('good'));
  mojito.utils.waitUntil(
    () => false,
    () => calls.push('never'),
    100,
  );
  isBad = true;
  expect(() => vi.advanceTimersByTime(50)).toThrow('condition');
  vi.advanceTimersByTime(50);
  isReady = true;
  vi.advanceTimersByTime(3000);
  expect(calls).toEqual(['good']);
  expect(asked).toHaveBeenCalledTimes(4);
  vi.useRealTimers();
});

test('watchElement tells of changes', async () => {
  const element = add('watched');
  const onChange = vi.fn();
  mojito.utils.watchElement('.watched', onChange);
  mojito.utils.watchElement(element, onChange, { attributes: true });
  element.title = 'changed';
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
});

test('domReady calls at once where the document is parsed, else when it is', () => {
  const calls: string[] = [];
  mojito.utils.domReady(() => calls.push('now'));
  const state = vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
  mojito.utils.domReady(() => calls.push('later'));
  expect(calls).toEqual(['now']);
  state.mockRestore();
  document.dispatchEvent(new Event('DOMContentLoaded'));
  expect(calls).toEqual(['now', 'later']);
});

test('the container says what it is', () => {
  expect(mojito.buildInfo).toMatchObject({ mojitoVersion: '2.7.1' });
});
