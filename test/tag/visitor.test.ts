/** Tests the visitor's id: where it is kept, which of two holds, and who gives way. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatVisitor } from '../../src/core/index.js';
import { readCookies, writeCookie } from '../../src/tag/storage.js';
import {
  confirmVisitor,
  findVisitor,
  isDenied,
  makeVisitor,
  randomId,
  storeVisitor,
  type Visitor,
} from '../../src/tag/visitor.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const first = (domain?: string): Visitor => storeVisitor(makeVisitor(), domain) as Visitor;
const confirm = (visitor: Visitor): boolean => confirmVisitor(visitor, () => undefined);
const text = (digit: string, domain = ''): string => `${digit.repeat(32)}.${NOW.toString(36)}.${domain}`;

test('an id is 32 hex digits, and another each time', () => {
  expect(randomId()).toMatch(/^[\da-f]{32}$/);
  expect(randomId()).not.toBe(randomId());
});

test('a new id is stored with its time and the widest domain that takes it', () => {
  const visitor = first();
  expect(visitor.id).toMatch(/^[\da-f]{32}$/);
  expect(visitor.made).toBe(NOW);
  expect(visitor.domain).toBe('example.co.nz');
  expect(stage.jar.cookies).toEqual([
    { name: '_fx', value: `${visitor.id}.${NOW.toString(36)}.example.co.nz`, domain: 'example.co.nz' },
  ]);
});

test('the stored id is found again with its time and domain, without a probe and without touching storage', () => {
  const visitor = first();
  stage.jar.writes.length = 0;
  expect(findVisitor()).toMatchObject({ id: visitor.id, made: visitor.made, domain: 'example.co.nz' });
  expect(stage.jar.writes).toEqual([]);
  expect(stage.touches()).toBe(0);
});

test('an address gets a cookie of its own without a probe', () => {
  stage.leave();
  stage = createStage('http://127.0.0.1/');
  expect(first().domain).toBe('');
  expect(stage.jar.writes).toHaveLength(1);
});

test('a host that is an address or has one label gets a cookie of its own', () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    stage.leave();
    stage = createStage(`http://${host}/`);
    const visitor = first();
    expect(readCookies('_fx')).toEqual([formatVisitor(visitor)]);
    expect(findVisitor()?.id).toBe(visitor.id);
  }
});

test('the domain that the site named is taken, and the host alone where browsers refuse it', () => {
  expect(first('shop.example.co.nz').domain).toBe('shop.example.co.nz');
  stage.jar.cookies = [];
  expect(first('co.nz').domain).toBe('');
  expect(stage.jar.cookies).toHaveLength(1);
});

test.each(['', '0', 'x', 'A'.repeat(32), `${'a'.repeat(31)}.t9p0.`, `${'a'.repeat(32)}.t9p0.<b>`, `${'a'.repeat(32)}`])(
  'a cookie that says %j holds no id, and is replaced',
  (value) => {
    writeCookie('_fx', value || ' ', 'example.co.nz');
    expect(findVisitor()).toBeUndefined();
    const visitor = first();
    expect(stage.jar.text()).toBe(`_fx=${formatVisitor(visitor)}`);
  },
);

test('a host-only duplicate is deleted, and the id of the domain holds', () => {
  writeCookie('_fx', text('a'));
  writeCookie('_fx', text('b', 'example.co.nz'), 'example.co.nz');
  expect(findVisitor()?.id).toBe('b'.repeat(32));
  expect(stage.jar.cookies).toHaveLength(1);
});

test('an id is found behind a broken cookie of a longer path', () => {
  stage.jar.cookies = [
    { name: '_fx', value: 'broken', domain: 'shop.example.co.nz' },
    { name: '_fx', value: text('b', 'example.co.nz'), domain: 'example.co.nz' },
  ];
  expect(findVisitor()?.id).toBe('b'.repeat(32));
});

test('denied consent is remembered as a cookie without an id', () => {
  expect(isDenied()).toBe(false);
  writeCookie('_fx', '0');
  expect(isDenied()).toBe(true);
  expect(findVisitor()).toBeUndefined();
});

test('where cookies are refused the id lives in localStorage', () => {
  stage.jar.isBlocked = true;
  const visitor = first();
  expect(first().id).toBe(visitor.id);
});

test('where nothing can be stored a visitor is not stored', () => {
  stage.jar.isBlocked = true;
  stage.isStorageBlocked = true;
  expect(first()).toBe(false);
});

test('an id that cookies held before is confirmed, whatever the copy says', () => {
  first();
  stage.storage.set('_fx', text('b'));
  const visitor = findVisitor();
  expect(visitor && confirm(visitor)).toBe(true);
  expect(stage.storage.get('_fx')?.split(' ')[0]).toBe(visitor && formatVisitor(visitor));
});

test('a new id that is still stored is confirmed', () => {
  expect(confirm(first())).toBe(true);
});

test('a new id that another tab has overwritten is not confirmed, and the stored one stays', () => {
  const mine = first();
  writeCookie('_fx', text('b', 'example.co.nz'), 'example.co.nz');
  expect(confirm(mine)).toBe(false);
  expect(findVisitor()?.id).toBe('b'.repeat(32));
});

test('a new id that overwrote one under which another tab has sent gives way to it', () => {
  const mine = first();
  stage.storage.set('_fx', text('b', 'example.co.nz'));
  expect(confirm(mine)).toBe(false);
  expect(findVisitor()?.id).toBe('b'.repeat(32));
});

test('an id that was made before a page was looked at gives way to one that has sent since', () => {
  const prerendered = makeVisitor();
  vi.setSystemTime(NOW + 60e3);
  stage.storage.set('_fx', `${'b'.repeat(32)}.${(NOW + 30e3).toString(36)}.example.co.nz`);
  expect(confirm(storeVisitor(prerendered, undefined) as Visitor)).toBe(false);
  expect(findVisitor()?.id).toBe('b'.repeat(32));
});

test('an id that has sent takes back the cookie that a later tab overwrote', () => {
  const mine = first();
  stage.storage.set('_fx', formatVisitor(mine));
  writeCookie('_fx', text('b', 'example.co.nz'), 'example.co.nz');
  confirm(mine);
  expect(findVisitor()?.id).toBe(mine.id);
});

test('two tabs of a first visit without cookies agree on one id', () => {
  stage.jar.isBlocked = true;
  const mine = first();
  stage.storage.set('_fx', text('b'));
  expect(confirm(mine)).toBe(false);
});

test('cookie and copy are written again once a day, and what else has to last', () => {
  const renew = vi.fn();
  first();
  const visitor = findVisitor() as Visitor;
  stage.jar.writes.length = 0;
  for (let i = 0; i < 3; i++) confirmVisitor(visitor, renew);
  expect([stage.jar.writes.length, renew.mock.calls.length]).toEqual([1, 1]);
  expect(stage.storage.get('_fx')?.split(' ')[0]).toBe(formatVisitor(visitor));
  vi.setSystemTime(NOW + 864e5);
  confirmVisitor(visitor, renew);
  expect([stage.jar.writes.length, renew.mock.calls.length]).toEqual([2, 2]);
});

test('who has deleted the cookies gets another id, and keeps that', () => {
  const before = first();
  confirm(before);
  stage.jar.cookies = [];
  vi.setSystemTime(NOW + 1000);
  const after = first();
  expect(confirm(after)).toBe(true);
  expect(after.id).not.toBe(before.id);
  expect(findVisitor()?.id).toBe(after.id);
  expect(stage.storage.get('_fx')?.split(' ')[0]).toBe(formatVisitor(after));
});

test('a host subject without any storage is confirmed', () => {
  stage.jar.isBlocked = true;
  stage.isStorageBlocked = true;
  expect(confirm(makeVisitor())).toBe(true);
});
