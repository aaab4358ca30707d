/** Tests the hash against a reading of its definition, byte by byte. */

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { hash, unit } from '../../src/core/index.js';

/** MurmurHash3 x86 32-bit in arbitrary precision, as slow as it is plain. */
const murmur = (text: string): number => {
  const WORD = 2n ** 32n;
  const turn = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (32n - by))) % WORD;
  const scramble = (word: bigint): bigint => (turn((word * 0xcc9e2d51n) % WORD, 15n) * 0x1b873593n) % WORD;
  const bytes = [...Buffer.from(text, 'utf8')];
  let h = 0n;
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.slice(at, at + 4).reduce((sum, byte, index) => sum + (BigInt(byte) << BigInt(8 * index)), 0n);
    h ^= scramble(word);
    if (at + 4 <= bytes.length) h = (turn(h, 13n) * 5n + 0xe6546b64n) % WORD;
  }
  h ^= BigInt(bytes.length);
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) % WORD;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) % WORD;
  return Number(h ^ (h >> 16n));
};

test('a subject has its place also where there is no TextEncoder, as in Hermes', () => {
  const names = ['Müller', '漢字', '👋', '\ud800'];
  const usual = names.map((name) => unit('salt', 'variant', name));
  vi.stubGlobal('TextEncoder', undefined);
  const bare = names.map((name) => unit('salt', 'variant', name));
  vi.unstubAllGlobals();
  expect(bare).toEqual(usual);
});

test('the hash is MurmurHash3 over UTF-8 for any text, lone surrogates included', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.nat(0xffff).map((n) => String.fromCharCode(n)) }),
      ),
      (text) => {
        expect(hash(text)).toBe(murmur(text));
      },
    ),
    { numRuns: 150 },
  );
});

test('a text hashes the same in one piece and in several', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
      expect(hash(...parts)).toBe(hash(parts.join('')));
    }),
  );
});

test('a character cut in two between pieces is whole again', () => {
  expect(hash('a\ud83d', '\ude42')).toBe(hash('a🙂'));
});

test('a very long text of other scripts is hashed too', () => {
  expect(hash('漢'.repeat(200_000))).toBeGreaterThan(0);
});

test('a unit is at least 0 and below 1', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (salt, gate, subject) => {
      const number = unit(salt, gate, subject);
      expect(number >= 0 && number < 1).toBe(true);
    }),
  );
});
