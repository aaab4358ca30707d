/** Makes names that hash alike, as anybody can who wants to be in one place with others. */

import { hashText } from '../../../src/results/engines/buckets.js';

/** Names of one hash: their last two characters are worked out from those before. */
export function* sameHash(target: number): Generator<string> {
  const inverse = 0x359c449b; // of FNV's prime, modulo 2^32
  for (let prefix = 0; ; prefix++) {
    const state = hashText(`${prefix}`);
    for (let last = 0x20; last < 0xd800; last++) {
      const end = Math.imul(target, inverse) ^ Math.imul(state ^ last, 0x01000193);
      if (end >= 0x20 && end < 0xd800) yield `${prefix}${String.fromCharCode(last, end)}`;
    }
  }
}
