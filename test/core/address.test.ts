/** Checks where patterns look, and what they match there. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressPattern, matchesAddress, partOf, readAddress } from '../../src/core/index.js';

const at = (href: string, pattern: AddressPattern): boolean =>
  matchesAddress(pattern, readAddress(new URL(href, 'https://shop.example')));

describe('a pattern without `on`', () => {
  test.each<readonly [string, AddressPattern, boolean]>([
    ['/cart', { pattern: '^/cart$', regex: true }, true],
    ['/cart?utm_source=mail&gclid=1', { pattern: '^/cart$', regex: true }, true],
    ['/cart#reviews', { pattern: '^/cart$', regex: true }, true],
    ['/cart/2', { pattern: '^/cart$', regex: true }, false],
    ['/cart?step=2', { pattern: '\\?step=2', regex: true }, true],
    ['/cart?step=2', { pattern: '^/cart\\?step=2$', regex: true }, true],
    ['/#/cart', { pattern: '/cart' }, true],
    ['/#/home', { pattern: '/cart' }, false],
    ['/größen', { pattern: '/größen' }, true],
    ['/gr%c3%b6%C3%9Fen/2', { pattern: '/größen' }, true],
    ['/größen', { pattern: '/gr%C3%B6%C3%9Fen' }, true],
    ['/größen?page=2', { pattern: '^/größen$', regex: true }, true],
    ['/サイズ', { pattern: '^/サイズ$', regex: true }, true],
    ['/a%20b', { pattern: '/a b' }, true],
    ['/größen/100%', { pattern: '/größen/100%' }, true],
    ['/gr%F6%DFen/ä', { pattern: '/ä' }, true],
    ['/?next=%2Fcart', { pattern: '/cart' }, false],
    ['/cart', { pattern: 'https://shop.example/cart' }, true],
    ['/cart', { pattern: '^https://shop\\.example/cart$', regex: true }, true],
    ['/cart', { pattern: 'shop.example' }, false],
    ['/cart', { pattern: '(', regex: true }, false],
  ])('on %s: %j is %j', (href, pattern, expected) => {
    expect(at(href, pattern)).toBe(expected);
  });
});

describe('`on` names the part that is looked at', () => {
  const href = '/größen?step=2&q=ä#/wäsche';
  test.each<readonly [AddressPattern, boolean]>([
    [{ pattern: '^/größen$', regex: true, on: 'path' }, true],
    [{ pattern: 'step=2', on: 'path' }, false],
    [{ pattern: '^/größen$', regex: true, on: 'full' }, false],
    [{ pattern: '\\?step=2', regex: true, on: 'full' }, true],
    [{ pattern: '^/größen.*ä#/wäsche$', regex: true, on: 'full' }, true],
    [{ pattern: '^#/wäsche$', regex: true, on: 'hash' }, true],
    [{ pattern: '^/wäsche$', regex: true, on: 'hash' }, true],
    [{ pattern: '/größen', on: 'hash' }, false],
    [{ pattern: '^https://shop\\.example/größen', regex: true, on: 'url' }, true],
    [{ pattern: 'shop.example', on: 'full' }, false],
    [{ pattern: 'https', on: 'path' }, false],
    [{ pattern: '/', on: 'elsewhere' as 'path' }, false],
  ])('%j: %j', (pattern, expected) => {
    expect(at(href, pattern)).toBe(expected);
  });
});

test('a pattern is held against the first 1,000 characters of each text, decoded ones too', () => {
  const href = `/${'ö'.repeat(990)}/near/and/far`;
  expect(at(href, { pattern: '/near' })).toBe(true);
  expect(at(href, { pattern: '/far' })).toBe(false);
  expect(at(`/${'x'.repeat(1000)}?far`, { pattern: 'far', on: 'url' })).toBe(false);
});

test('an address that begins with http is one of the whole address', () => {
  expect(['http', '^https?:', '/http', 'cart'].map((pattern) => partOf({ pattern }))).toEqual([
    'url',
    'url',
    'any',
    'any',
  ]);
  expect(partOf({ pattern: '/cart', on: 'hash' })).toBe('hash');
});

test('any path is found by what people would write for it, and any pattern is answered', () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string({ unit: 'binary' }),
      (href, text) => {
        const url = new URL(href);
        url.pathname = `/${encodeURIComponent(text.slice(0, 100))}`;
        const address = readAddress(url);
        if (!/^\.{1,2}$/.test(text)) expect(matchesAddress({ pattern: `/${text.slice(0, 100)}` }, address)).toBe(true);
        expect(typeof matchesAddress({ pattern: text, regex: true }, address)).toBe('boolean');
        expect(matchesAddress({ pattern: url.pathname.slice(0, 500) }, address)).toBe(true);
      },
    ),
  );
});
