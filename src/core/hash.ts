/** Turns a salt, a gate and a subject into a number that is the same in every runtime. */

/**
 * A uniform number in [0, 1): MurmurHash3 (x86, 32 bit, seed 0) over the UTF-8 bytes of `salt:gate:subject`, divided by
 * 2^32.
 *
 * @param salt the experiment's salt, its id unless it says otherwise
 * @param gate `sample`, `variant`, or `recipe.<key>`
 * @param subject the visitor's or the user's id
 */
export const unit = (salt: string, gate: string, subject: string): number =>
  hash(salt, ':', gate, ':', subject) / 2 ** 32;

/**
 * MurmurHash3 x86 32-bit with seed 0 over the UTF-8 bytes of texts, one after the other; lone surrogates count as
 * U+FFFD.
 *
 * @param texts apart, because reading a text that was just joined takes twice as long
 * @returns an unsigned 32-bit integer
 * Source: Austin Appleby, MurmurHash3.cpp (public domain), https://github.com/aappleby/smhasher
 */
export const hash = (...texts: readonly string[]): number => digest(texts, 127);

const digest = (texts: readonly string[], limit: number): number => {
  let h = 0;
  let word = 0;
  let bytes = 0;
  let seen = 0;
  for (const text of texts)
    for (let i = 0; i < text.length; i++) {
      const byte = text.charCodeAt(i);
      // Looked at once below: a branch for every character costs 15% of the time.
      seen |= byte;
      // Shifts count modulo 32.
      word |= byte << (bytes << 3);
      if (!(++bytes & 3)) {
        h ^= scramble(word);
        h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
        word = 0;
      }
    }
  if (seen > limit) return digest([toBytes(texts.join(''))], 255);
  h ^= scramble(word) ^ bytes;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const scramble = (word: number): number => {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
};

/** The UTF-8 bytes of a text, a character to a byte: not every runtime that decides has a TextEncoder. */
const toBytes = (text: string): string =>
  // With `u`, the range matches lone surrogates only, at which the encoding would throw.
  encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).replace(/%(..)/g, (_, hex) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
