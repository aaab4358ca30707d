/** Remembers hashes in few bytes: of one that was never added it may say that it was, seldom. */

/** Some hashes. */
export interface Marks {
  add(hash: number): void;
  /** True for all that were added, and for some others. */
  has(hash: number): boolean;
}

/** Of this number's power of two: 8 MB, in which ten million hashes leave six of seven places free. */
const BITS = 26;

/** @param bits of a hash that are looked at, from 5 on */
export function createMarks(bits = BITS): Marks {
  const words = new Int32Array(2 ** (bits - 5));
  const shift = 32 - bits;
  // FNV's low bits are its best ones: the product moves them to the top
  const placeOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> shift;
  return {
    add(hash) {
      const place = placeOf(hash);
      words[place >>> 5] = (words[place >>> 5] as number) | (1 << (place & 31));
    },
    has: (hash) => {
      const place = placeOf(hash);
      return ((words[place >>> 5] as number) & (1 << (place & 31))) !== 0;
    },
  };
}
