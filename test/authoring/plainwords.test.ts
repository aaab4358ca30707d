/** Checks that patterns of addresses are said in words where their meaning is plain. */

import { describe, expect, test } from 'vitest';
import { describeTrigger } from '../../src/authoring/index.js';
import { matchesAddress, readAddress } from '../../src/core/index.js';

const words = (pattern: string, more: object = {}): string =>
  describeTrigger({ kind: 'urlMatch', pattern, regex: true, ...more });

describe('a regular expression with a plain meaning is said in words', () => {
  test.each([
    ['^/cart$', 'where the address is /cart'],
    ['^\\/cart$', 'where the address is /cart'],
    ['^/cart', 'where the address begins with /cart'],
    ['^/cart.*', 'where the address begins with /cart'],
    ['^/cart.*$', 'where the address begins with /cart'],
    ['/cart$', 'where the address ends with /cart'],
    ['.*/cart$', 'where the address ends with /cart'],
    ['/cart', 'where the address has /cart'],
    ['^/cart/?$', 'where the address is /cart/ or /cart'],
    ['^/(index\\.html)?([?#]|$)', 'where the address is /index.html or /'],
    ['^/(?:[?#]|$)', 'where the address is /'],
    ['^/index.html$', 'where the address is /index.html'],
    ['^/gifts(\\.html)?(\\?|#|$)', 'where the address is /gifts.html or /gifts'],
    ['^/cart(\\?.*)?$', 'where the address is /cart'],
    ['^/cart(/|$)', 'where the address is /cart or begins with /cart/'],
    ['^/(cart|basket)$', 'where the address is /cart or /basket'],
    ['^/(product|cart)', 'where the address begins with /product or /cart'],
    ['^/product/[^/]+$', 'where the address is /product/…'],
    ['^/product/\\d+/reviews$', 'where the address is /product/…/reviews'],
    ['^/blog/[a-z0-9-]+/?$', 'where the address is /blog/…/ or /blog/…'],
    ['^/', 'on every page'],
    ['.*', 'on every page'],
    ['^/.*$', 'on every page'],
    ['^.*$', 'on every page'],
    ['.*$', 'on every page'],
    ['$', 'on every page'],
    ['(/cart)?$', 'on every page'],
    ['^$', 'where the address is empty'],
    ['^/cart(?=[?#]|$)', 'where the address is /cart'],
    ['^/(?=.*sale)', 'where the address begins with /…sale'],
  ])('%s', (pattern, said) => {
    expect(words(pattern)).toBe(said);
  });

  test('the part that is looked at is named', () => {
    expect(words('^/cart$', { on: 'path' })).toBe('where the path is /cart');
    expect(words('^#/step', { on: 'hash' })).toBe('where the hash begins with #/step');
    expect(words('^https://shop.example/')).toBe('where the address begins with https://shop.example/');
    expect(words('/', { on: 'hash', regex: false })).toBe('where the hash has /');
  });

  test('a hash that may be any, or none, is said so', () => {
    for (const pattern of ['^.*$', '.*', '$', '^', '^#?'])
      expect([pattern, words(pattern, { on: 'hash' })]).toEqual([pattern, 'whatever the hash is']);
    expect(words('', { on: 'hash', regex: false })).toBe('whatever the hash is');
    expect(words('^$', { on: 'hash' })).toBe('where the hash is empty');
    expect(words('^(#top)?$', { on: 'hash' })).toBe('where the hash is #top or empty');
    expect(words('.*$', { on: 'url' })).toBe('on every page');
    expect(words('^', { on: 'url' })).toBe('on every page');
    expect(words('^/', { on: 'url' })).toBe('where the address begins with /');
  });

  test('a part of the address that every address has is every page', () => {
    expect(words('/', { regex: false })).toBe('on every page');
    expect(words('/cart', { regex: false })).toBe('where the address has /cart');
  });
});

describe('what is not plain stands as it is written', () => {
  test.each([
    '^/(?!cart)',
    '^/(?=.*sale)shop',
    '^/(a(?=b)|c)d',
    '^/a|/b$',
    '^/(a|b|c|d|e)$',
    '^/x{2}$',
    '^/(?<name>a)$',
    '\\bcart\\b',
    '^/cart[?#]',
    '^/cart[?]step=2',
    '^/c*art',
    '^/(cart)+$',
    '(',
    '^/a$b',
  ])('%s', (pattern) => {
    expect(words(pattern)).toBe(`where the address matches ${pattern}`);
  });

  test('an end that leaves out addresses with a query is not said to be the page', () => {
    expect(words('^/cart$', { on: 'full' })).toBe('where the address matches ^/cart$');
    expect(words('^/cart([?#]|$)', { on: 'full' })).toBe('where the address is /cart');
  });
});

test('an address that the words name is one that the pattern matches, and one below is not', () => {
  const patterns = [
    '^/cart$',
    '^/(index\\.html)?([?#]|$)',
    '^/(cart|basket)/?$',
    '^/gifts(\\.html)?(\\?|#|$)',
    '^/[Cc]art$',
  ];
  for (const pattern of patterns) {
    const named = words(pattern).replace('where the address is ', '').split(' or ');
    const isMatched = (path: string): boolean =>
      matchesAddress({ pattern, regex: true }, readAddress(new URL(path, 'https://shop.example')));
    for (const path of named) {
      expect([pattern, path, isMatched(path), isMatched(`${path}?a=1`)]).toEqual([pattern, path, true, true]);
      expect([pattern, path, isMatched(`${path}x`)]).toEqual([pattern, path, false]);
    }
  }
});
