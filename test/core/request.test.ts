/** Checks that the facts of a request are those of the page that it asks for, as far as headers tell them. */

import { expect, test } from 'vitest';
import { formatVisit } from '../../src/core/cookie.js';
import { requestFacts } from '../../src/core/request.js';

const NOW = 1_767_225_600_000;
const MINUTE_MS = 60_000;
const url = new URL('https://shop.example/cart?utm_source=news');
const factsOf = (kind: Parameters<typeof requestFacts>[0], headers: Record<string, string> = {}, made = NOW): object =>
  requestFacts(kind, url, (name) => headers[name] ?? '', made, NOW);

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15';
const MAC_CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/120.0 Safari/537.36';

test('the page is its address, and where it was come from', () => {
  expect(factsOf('page', { referer: 'https://search.example/' })).toMatchObject({
    path: '/cart',
    query: { utm_source: 'news' },
    referrer: 'https://search.example/',
  });
});

test('a visitor is new for half an hour', () => {
  expect(factsOf('visitor', {}, NOW - 29 * MINUTE_MS)).toEqual({ isNew: true });
  expect(factsOf('visitor', {}, NOW - 31 * MINUTE_MS)).toEqual({ isNew: false });
});

test('a visit goes on with its cookie, and begins here without one', () => {
  const begun = { at: NOW - MINUTE_MS, pages: 2, landing: '/?utm_source=mail', referrer: 'https://mail.example/' };
  expect(factsOf('visit', { cookie: `a=b; _fx_v=${formatVisit(begun)}` })).toEqual({
    landing: '/',
    query: { utm_source: 'mail' },
    pages: 3,
    referrer: 'https://mail.example/',
  });
  expect(factsOf('visit', { referer: 'https://search.example/' })).toEqual({
    landing: '/cart',
    query: { utm_source: 'news' },
    pages: 1,
    referrer: 'https://search.example/',
  });
});

test.each([
  ['a phone', PHONE, 'de-AT,de;q=0.9', { type: 'mobile', language: 'de-AT' }],
  ['no language', PHONE, '', { type: 'mobile' }],
  ['any language', PHONE, '*', { type: 'mobile' }],
  ['a Mac or an iPad, which ask with the same words', MAC, 'en', { language: 'en' }],
  ['a Mac with Chrome, which no iPad calls itself', MAC_CHROME, 'en', { type: 'desktop', language: 'en' }],
])('a device is known by what it asks with: %s', (_, agent, languages, facts) => {
  expect(factsOf('device', { 'user-agent': agent, 'accept-language': languages })).toEqual(facts);
});
