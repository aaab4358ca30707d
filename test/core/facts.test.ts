/** Checks what page, device, visit and visitor are to a rule, and which facts events carry. */

import { expect, test } from 'vitest';
import { formatVisit, markAssignment, namesOf, parseVisit } from '../../src/core/cookie.js';
import { formatId, makeEvent } from '../../src/core/event.js';
import {
  continueVisit,
  deviceTypeOf,
  isBotAgent,
  pageFacts,
  pickSegments,
  segmentsIn,
  visitFacts,
  visitorFacts,
} from '../../src/core/facts.js';
import { formatRendered } from '../../src/core/served.js';
import { experiment } from './plain.js';

const MINUTE_MS = 60_000;

test('a page is its address without the fragment, and the first of several values of a query counts', () => {
  const place = new URL('https://shop.example/cart?a=1&a=2&b=#top');
  expect(pageFacts(place, 'https://search.example/')).toEqual({
    url: 'https://shop.example/cart?a=1&a=2&b=',
    path: '/cart',
    query: { a: '1', b: '' },
    search: '?a=1&a=2&b=',
    referrer: 'https://search.example/',
  });
});

test.each([
  ['iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148', 5, 'mobile'],
  ['Android phone', 'Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120 Mobile Safari/537.36', 5, 'mobile'],
  ['Android tablet', 'Mozilla/5.0 (Linux; Android 13; SM-X700) Chrome/120 Safari/537.36', 5, 'tablet'],
  ['iPad that says so', 'Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) Mobile/15A5341f', 5, 'tablet'],
  ['iPad that calls itself a Macintosh', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)', 5, 'tablet'],
  ['Macintosh', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)', 0, 'desktop'],
  ['Windows machine with a touch screen', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, 'desktop'],
])('an %s is known by what its browser says', (_, agent, touchPoints, kind) => {
  expect(deviceTypeOf(agent, touchPoints)).toBe(kind);
});

test.each([
  ['Mozilla/5.0 (compatible; Googlebot/2.1)', true],
  ['SomeCrawler/1.0', true],
  ['Baiduspider', true],
  ['Mozilla/5.0 (Linux; Android 10; CUBOT X30) Mobile', false],
  ['Mozilla/5.0 (Windows NT 10.0)', false],
])('%s is a bot: %s', (agent, is) => {
  expect(isBotAgent(agent)).toBe(is);
});

test('a visit keeps where it began and counts its pages, until half an hour of rest', () => {
  const first = continueVisit(undefined, { pathname: '/a', search: '?utm=x' }, 'https://search.example/', 0);
  expect(first).toEqual({ at: 0, pages: 1, landing: '/a?utm=x', referrer: 'https://search.example/' });
  const second = continueVisit(first, { pathname: '/b', search: '' }, '', 30 * MINUTE_MS);
  expect(second).toEqual({ ...first, at: 30 * MINUTE_MS, pages: 2 });
  expect(visitFacts(second)).toEqual({ landing: '/a', query: { utm: 'x' }, pages: 2, referrer: first.referrer });
  const late = continueVisit(second, { pathname: '/c', search: '' }, '', 61 * MINUTE_MS);
  expect(late).toEqual({ at: 61 * MINUTE_MS, pages: 1, landing: '/c', referrer: '' });
});

test('a clock that is set back by hours begins another visit', () => {
  const held = { at: 600 * MINUTE_MS, pages: 4, landing: '/a', referrer: '' };
  expect(continueVisit(held, { pathname: '/b', search: '' }, '', 0)).toMatchObject({ pages: 1, landing: '/b' });
});

test('a visit comes back from its cookie as it went in, with long addresses cut', () => {
  const visit = { at: 1_760_000_000_000, pages: 3, landing: '/a?x=%2F&y=ü', referrer: 'https://search.example/' };
  expect(parseVisit(formatVisit(visit))).toEqual(visit);
  const long = parseVisit(formatVisit({ ...visit, landing: `/${'a'.repeat(2000)}` }));
  expect(long?.landing).toHaveLength(600);
});

test.each([undefined, '', 'x', 'abc/0', 'abc/1/%E0%A4%A/', 'abc/-1/a/b', 'abc/1/a/b/c'])('%s is no visit', (text) => {
  expect(parseVisit(text)).toBeUndefined();
});

test('a visitor is new for half an hour', () => {
  expect(visitorFacts(0, 30 * MINUTE_MS - 1)).toEqual({ isNew: true });
  expect(visitorFacts(0, 30 * MINUTE_MS)).toEqual({ isNew: false });
});

const context = { user: { tier: 'pro', age: 30, isVip: false, list: ['a'], none: null }, page: { kind: 'cart' } };

test('the facts that a site names are picked where they are texts, numbers or booleans', () => {
  expect(pickSegments('user.tier, user.age user.isVip', context)).toEqual({
    'user.tier': 'pro',
    'user.age': '30',
    'user.isVip': 'false',
  });
  expect(pickSegments(['page.kind', 'user.tier'], context)).toEqual({ 'page.kind': 'cart', 'user.tier': 'pro' });
});

test.each([undefined, null, '', 'user.list', 'user.none', 'user', 'nobody.knows.this', 'user.none.more'])(
  '%s names no fact that events could carry',
  (named) => {
    expect(pickSegments(named, context)).toBeUndefined();
  },
);

test('a fact whose reading fails is none, and the others are picked all the same', () => {
  const failing = {
    user: { tier: 'pro' },
    get page(): never {
      throw new Error('no');
    },
  };
  expect(pickSegments('page.kind,user.tier', failing)).toEqual({ 'user.tier': 'pro' });
});

test('an event has the path without query and fragment, and the revision as a text', () => {
  const frame = { subject: 's', visitor: undefined, revision: 7, path: '/a?secret=1#x' };
  const detail = { type: 'exposure', experiment: 'a', variant: 'b', reason: 'assigned' } as const;
  expect(makeEvent('id', frame, detail)).toMatchObject({ id: 'id', path: '/a', revision: '7', ...detail });
  expect(makeEvent('id', { ...frame, revision: undefined }, detail).revision).toBe('');
});

test('an id is 32 hexadecimal digits, with the zeros at the front of each number', () => {
  expect(formatId([0, 1, 0xffffffff, 0xabc])).toBe('0000000000000001ffffffff00000abc');
});

test('what a server shows is told by id and key, with no key for who is out', () => {
  const one = (variant: string | null) => ({ variant, reason: 'assigned' });
  expect(formatRendered({ a: one('treatment'), b: one(null) })).toBe('a:treatment,b:');
});

test('the marks of assignments begin with the names of their experiments', () => {
  const name = markAssignment(experiment, 'control').slice(0, 6);
  const { includes } = namesOf([{ ...experiment, id: 'other' }, experiment])();
  expect([includes(name), includes('nobody')]).toEqual([true, false]);
  expect(namesOf([{ ...experiment, id: 'other' }])().includes(name)).toBe(false);
});

test('an exposure says which device, whether a visitor is new, the language, and what was asked for', () => {
  const visitor = { isNew: true };
  const full = { device: { type: 'mobile', language: 'de-AT' }, visitor, user: { tier: 'gold' } };
  expect(segmentsIn(full, 'user.tier')).toEqual({
    device: 'mobile',
    isNew: true,
    language: 'de-AT',
    segments: { 'user.tier': 'gold' },
  });
  expect(segmentsIn({ device: { type: 'desktop', language: '' }, visitor }, '').language).toBeUndefined();
  expect(segmentsIn({ device: {}, visitor }, undefined)).toEqual({ isNew: true });
});
