/** Checks which Host headers a server answers to, and how a host stands in an address. */

import { expect, test } from 'vitest';
import { createHostCheck, hostName, inUrl } from '../../src/collector/hosts.js';

test.each([
  ['localhost', true],
  ['localhost:8080', true],
  ['LOCALHOST:1', true],
  ['127.0.0.1:3000', true],
  ['[::1]:3000', true],
  ['dev.example', true],
  ['evil.example', false],
  ['192.168.0.7:3000', false],
  ['localhost.evil.example', false],
  ['localhost:123456', false],
  ['localhost@evil.example', false],
  ['', false],
  [undefined, false],
])('a server on dev.example answers to %s: %s', (header, isOwn) => {
  expect(createHostCheck('Dev.Example')(header)).toBe(isOwn);
});

test.each(['0.0.0.0', '::'])('a server on %s answers to any address, as an address is no name', (bound) => {
  const isOwn = createHostCheck(bound);
  expect(['192.168.0.7:3000', '[fe80::1]', '10.0.0.1'].map(isOwn)).toEqual([true, true, true]);
  expect(isOwn('evil.example')).toBe(false);
});

test('the name of a header has neither port nor brackets', () => {
  expect(hostName('[fe80::1]:80')).toBe('fe80::1');
  expect(hostName('Shop.Example:80')).toBe('shop.example');
  expect(hostName('two words')).toBe(null);
});

test('an IPv6 address gets brackets in an address', () => {
  expect([inUrl('::1'), inUrl('localhost')]).toEqual(['[::1]', 'localhost']);
});
