/** Turns a salt, a gate and a subject into a number that is the same in every runtime. */

/**
 * A uniform number in [0, 1): MurmurHash3 (x86, 32 bit, seed 0) over the UTF-8 bytes of `salt:gate:subject`, divided by 2^32.
 *
 * @param salt the experiment's salt, its id unless it says otherwise
 * @param gate `sample`, `variant`, or `recipe.<key>`
 * @param subject the visitor's or the user's id
 */
export const unit = (salt: string, gate: string, subject: string): number =>
  hash(`${salt}:${gate}:${subject}`) / 2 ** 32;

/**
 * MurmurHash3 x86 32-bit with seed 0 over the UTF-8 bytes of a text; lone surrogates count as U+FFFD.
 *
 * @returns an unsigned 32-bit integer
 * Source: Austin Appleby, MurmurHash3.cpp (public domain), https://github.com/aappleby/smhasher
 */
export function hash(text: string): number {
  let h = 0;
  let word = 0;
  let bytes = 0;
  const byte = (value: number): void => {
    word |= value << ((bytes & 3) << 3);
    if (!(++bytes & 3)) {
      h ^= scramble(word);
      h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
      word = 0;
    }
  };
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) byte(code);
    else {
      if (code >= 0xd800 && code < 0xe000) {
        const low = text.charCodeAt(i + 1);
        if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + low - 0xdc00;
          i++;
        } else code = 0xfffd;
      }
      if (code < 0x800) byte(0xc0 | (code >> 6));
      else {
        if (code < 0x10000) byte(0xe0 | (code >> 12));
        else {
          byte(0xf0 | (code >> 18));
          byte(0x80 | ((code >> 12) & 63));
        }
        byte(0x80 | ((code >> 6) & 63));
      }
      byte(0x80 | (code & 63));
    }
  }
  h ^= scramble(word) ^ bytes;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const scramble = (word: number): number => {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
};
