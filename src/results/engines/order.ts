/** Finds the number at a place of a sorted list without sorting it, so that the list need not fit into memory. */

/**
 * The number of which `place` others are smaller, were all sorted: by its 64 bits, 16 at a time, so that it takes four
 * passes and as little memory for a billion numbers as for ten.
 *
 * @param passes gives the numbers again each time
 * @param place from 0 to one less than there are
 */
export function atPlace(passes: () => Iterable<Float64Array>, place: number): number {
  const found = new Uint16Array(4);
  let left = place;
  for (let digit = 0; digit < 4; digit++) {
    const counts = new Float64Array(2 ** 16);
    for (const chunk of passes()) countDigit(chunk, digit, found, counts);
    let at = 0;
    for (let count = counts[at] as number; count <= left && at < 2 ** 16 - 1; count = counts[at] as number) {
      left -= count;
      at++;
    }
    found[digit] = at;
  }
  return fromDigits(found);
}

/** Counts the digit of those numbers whose digits before it are the found ones. */
function countDigit(chunk: Float64Array, digit: number, found: Uint16Array, counts: Float64Array): void {
  const words = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length * 2);
  for (let at = 0; at < words.length; at += 2) {
    let [low, high] = [words[at] as number, words[at + 1] as number];
    if (high === 0x80000000 && low === 0) high = 0; // −0 is 0
    const isNegative = high >>> 31 === 1;
    high = isNegative ? ~high >>> 0 : (high | 0x80000000) >>> 0;
    if (isNegative) low = ~low >>> 0;
    if (digit > 0 && high >>> 16 !== found[0]) continue;
    if (digit > 1 && (high & 0xffff) !== found[1]) continue;
    if (digit > 2 && low >>> 16 !== found[2]) continue;
    const own = digit === 0 ? high >>> 16 : digit === 1 ? high & 0xffff : digit === 2 ? low >>> 16 : low & 0xffff;
    counts[own] = (counts[own] as number) + 1;
  }
}

function fromDigits([a = 0, b = 0, c = 0, d = 0]: Uint16Array): number {
  let [high, low] = [((a << 16) | b) >>> 0, ((c << 16) | d) >>> 0];
  if (high >>> 31 === 0) [high, low] = [~high >>> 0, ~low >>> 0];
  else high = (high & 0x7fffffff) >>> 0;
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, high);
  view.setUint32(4, low);
  return view.getFloat64(0);
}

/** The place of a quantile: the smallest number with at least that share of all not above it. */
export const placeOf = (quantile: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.ceil(quantile * count - 1e-9) - 1));
