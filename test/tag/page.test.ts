/** Tests the context of a page that rules read, and which addresses a pattern takes. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import { createContext, isOnPage, tellsApart } from '../../src/tag/page.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage('https://shop.example.com/shoes?size=9&size=10&q=a%20b#top');
});
afterEach(() => stage.leave());

const facts = (host: object = {}, made = 0) =>
  createContext({ ...host }, made) as { user?: unknown; page?: unknown; device?: unknown; visitor?: unknown };

test('the page says where it is', () => {
  document.title = 'Shoes';
  expect(facts().page).toEqual({
    url: 'https://shop.example.com/shoes?size=9&size=10&q=a%20b',
    path: '/shoes',
    query: { size: '9', q: 'a b' },
    search: '?size=9&size=10&q=a%20b',
    hash: '#top',
    referrer: document.referrer,
    title: 'Shoes',
  });
});

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15';

test.each([
  ['mobile', IPHONE, 5],
  ['mobile', 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36', 5],
  ['tablet', 'Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/120.0 Safari/537.36', 5],
  ['tablet', 'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1', 5],
  ['tablet', MAC, 5],
  ['desktop', MAC, 0],
  ['desktop', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36', 10],
])('a %s is known by its user agent and its touch points', (type, userAgent, maxTouchPoints) => {
  vi.stubGlobal('navigator', { userAgent, maxTouchPoints, language: 'de-CH' });
  expect(facts().device).toEqual({ type, width: screen.width, language: 'de-CH' });
});

test('a visitor is new for half an hour', () => {
  expect(facts({}, NOW - 1799e3).visitor).toEqual({ isNew: true });
  expect(facts({}, NOW - 1800e3).visitor).toEqual({ isNew: false });
});

test('what the tag knows wins over the host, and the rest of the host stays', () => {
  const context = facts({ user: { plan: 'pro' }, page: 'x', device: 'x', visitor: 'x' });
  expect(context.user).toEqual({ plan: 'pro' });
  expect(typeof context.page).toBe('object');
  expect(typeof context.device).toBe('object');
  expect(typeof context.visitor).toBe('object');
});

test('nothing is computed before it is read, and every namespace is an own one', () => {
  const agent = vi.fn(() => MAC);
  vi.stubGlobal('navigator', {
    get userAgent() {
      return agent();
    },
  });
  const context = facts();
  for (const name of ['page', 'device', 'visitor']) expect(Object.hasOwn(context, name)).toBe(true);
  expect(agent).not.toHaveBeenCalled();
  expect(context.device).toMatchObject({ type: 'desktop' });
  expect(agent).toHaveBeenCalled();
});

test('the page is as it is when it is asked', () => {
  const context = facts();
  window.happyDOM.setURL('https://shop.example.com/other');
  expect(context.page).toMatchObject({ path: '/other' });
});

test.each([
  [{ pattern: '/shoes' }, true],
  [{ pattern: 'size=10' }, true],
  [{ pattern: '#top' }, true],
  [{ pattern: 'example.com' }, false],
  [{ pattern: 'example.com', on: 'url' }, true],
  [{ pattern: 'https://shop.example.com/shoes' }, true],
  [{ pattern: 'https://shop', on: 'path' }, false],
  [{ pattern: '^/sho+es', regex: true }, true],
  [{ pattern: '^/sho+es$', regex: true }, true],
  [{ pattern: '^/shoe$', regex: true }, false],
  [{ pattern: '^https://shop\\.', regex: true }, true],
  [{ pattern: '^/sho+es' }, false],
] as const)('%j is on this page: %j', (trigger, expected) => {
  expect(isOnPage(trigger)).toBe(expected);
});

test('a pattern is held against the first 1,000 characters', () => {
  window.happyDOM.setURL(`https://shop.example.com/${'x'.repeat(993)}/near/far`);
  expect(isOnPage({ pattern: '/near' })).toBe(true);
  expect(isOnPage({ pattern: '/far' })).toBe(false);
});

describe('two addresses are told apart', () => {
  const page = new URL('https://shop.example.com/');
  const at = (hash: string): URL => new URL(hash, page);
  const one = (rest: object): Experiment => ({ id: 'a', name: 'A', variants: [], ...rest }) as Experiment;
  const tells = (from: string, to: string, ...experiments: readonly object[]): boolean =>
    tellsApart(experiments.map(one), at(from), at(to), () => ({ user: { tier: 'pro' } }));
  const trigger = (pattern: string, rest: object = {}) => ({ kind: 'urlMatch', pattern, ...rest });

  test.each([
    ['no trigger and no rule', [{}], false],
    ['a pattern that matches one of them', [{ trigger: trigger('/cart') }], true],
    ['a pattern that matches both', [{ trigger: trigger('#/') }], false],
    ['a pattern that matches none, whatever it holds', [{ trigger: trigger('#/checkout') }], false],
    ['a part of several', [{ trigger: { kind: 'all', of: [{ kind: 'auto' }, trigger('/cart')] } }], true],
    [
      'one of several experiments',
      [{ trigger: trigger('/other') }, { trigger: trigger('cart$', { regex: true }) }],
      true,
    ],
    ['a rule that reads the hash', [{ audience: { rule: { '==': [{ var: 'page.hash' }, '#/cart'] } } }], true],
    ['a rule that reads the path', [{ audience: { rule: { '==': [{ var: 'page.path' }, '/'] } } }], false],
    ['a rule that reads no page', [{ audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } }], false],
    [
      'one that is malformed beside one that is not',
      [{ trigger: { kind: 'all', of: [null] } }, { trigger: trigger('/cart') }],
      true,
    ],
  ])('by %s: %j', (_, experiments, expected) => {
    expect(tells('#/home', '#/cart', ...(experiments as object[]))).toBe(expected);
  });
});
