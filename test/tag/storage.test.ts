/** Tests cookies and localStorage: how long they last, where they are refused, and what erasing takes. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseAll, readCookies, readItem, writeCookie, writeItem } from '../../src/tag/storage.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

test('a cookie lasts 400 days, on the whole site, and never travels from other sites or without encryption', () => {
  writeCookie('_fx', 'a', 'example.co.nz');
  const [pair, ...attributes] = (stage.jar.writes[0] ?? '').toLowerCase().split(/; ?/);
  expect(pair).toBe('_fx=a');
  expect(attributes.sort()).toEqual(['domain=example.co.nz', 'max-age=34560000', 'path=/', 'samesite=lax', 'secure']);
});

test('a cookie of a page without encryption is not marked secure', () => {
  stage.leave();
  stage = createStage('http://shop.example.com/');
  writeCookie('_fx', 'a');
  expect(stage.jar.writes[0]).not.toMatch(/secure|domain/i);
  expect(readCookies('_fx')).toEqual(['a']);
});

test('a cookie without a value is deleted', () => {
  writeCookie('_fx', 'a');
  writeCookie('_fx', '');
  expect(stage.jar.cookies).toEqual([]);
});

test('a host cookie and a domain cookie of one name are both read, those with longer names are not', () => {
  writeCookie('_fx', 'host');
  writeCookie('_fx', 'domain', 'example.co.nz');
  writeCookie('_fx_s', 'other');
  expect(readCookies('_fx')).toEqual(['host', 'domain']);
});

test('a cookie that a server has put in quotes is read without them', () => {
  // What Python's http.cookies and Tomcat's older processor make of a value with a slash.
  writeCookie('_fx', '"0123456789abcdef0123456789abcdef.mbnvk3g0./mbnvk3g0"');
  writeCookie('_fx_s', '1.abc');
  expect(readCookies('_fx')).toEqual(['0123456789abcdef0123456789abcdef.mbnvk3g0./mbnvk3g0']);
  expect(readCookies('_fx_s')).toEqual(['1.abc']);
});

test('blocked storage and blocked cookies read as empty and take nothing, without a throw', () => {
  stage.isStorageBlocked = true;
  Object.defineProperty(Document.prototype, 'cookie', {
    configurable: true,
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
    set() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  expect(readItem('_fx')).toBeUndefined();
  expect(writeItem('_fx', 'a')).toBe(false);
  writeCookie('_fx', 'a');
  expect(readCookies('_fx')).toEqual([]);
});

test('full storage says that it did not take a value', () => {
  stage.isFull = true;
  expect(writeItem('_fx', 'a')).toBe(false);
  stage.isFull = false;
  expect(writeItem('_fx', 'a')).toBe(true);
  expect(readItem('_fx')).toBe('a');
});

test('an element named cookie hides no cookie', () => {
  writeCookie('_fx', 'a');
  document.body.innerHTML = '<img name="cookie">';
  Object.defineProperty(document, 'cookie', { configurable: true, value: document.body.firstElementChild });
  expect(readCookies('_fx')).toEqual(['a']);
  Reflect.deleteProperty(document, 'cookie');
});

test('erasing takes everything of fx, under the domain too, and nothing of others', () => {
  for (const name of ['_fx', '_fx_s']) {
    writeCookie(name, 'a');
    writeCookie(name, 'b', 'example.co.nz');
  }
  writeCookie('_fxother', 'c');
  for (const key of ['_fx', '_fx_s', '_fx_m', '_fx_e.1', '_fxother', 'other']) stage.storage.set(key, 'x');
  writeItem('_fx_p', 'x');
  eraseAll('example.co.nz');
  expect(stage.jar.text()).toBe('_fxother=c');
  expect([...stage.storage.keys()]).toEqual(['_fxother', 'other']);
  expect(readItem('_fx_p')).toBeNull();
});
