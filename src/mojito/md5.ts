/** Hashes as `Mojito.utils.md5` does: this is what the documented decisionAdapter decides by. */

/** How far each step of a round turns, in the order of steps, round by round. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/**
 * The MD5 of a text's UTF-8 bytes, as 32 hex digits; lone surrogates count as U+FFFD.
 *
 * Source: R. Rivest, RFC 1321, https://www.rfc-editor.org/rfc/rfc1321
 */
export const md5 = (text: string): string => {
  const bytes = [...new TextEncoder().encode(text), 128];
  const words = new Int32Array(((bytes.length + 71) >> 6) << 4);
  // every browser runs on machines that keep the low byte first, as MD5 does
  new Uint8Array(words.buffer).set(bytes);
  words[words.length - 2] = bytes.length * 8 - 8;
  let state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (let step = 0; step < 64; step++) {
      const [mixed, at] = [
        [(b & c) | (~b & d), step],
        [(d & b) | (~d & c), 5 * step + 1],
        [b ^ c ^ d, 3 * step + 5],
        [c ^ (b | ~d), 7 * step],
      ][step >> 4] as [number, number];
      const sum = a + mixed + (words[block + (at & 15)] as number) + ((Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);
      const turn = TURNS[((step >> 4) << 2) | (step & 3)] as number;
      [a, b, c, d] = [d, b + ((sum << turn) | (sum >>> (32 - turn))), b, c];
    }
    state = state.map((word, at) => word + ([a, b, c, d][at] as number));
  }
  return [...new Uint8Array(state.buffer)].map((byte) => (byte + 256).toString(16).slice(1)).join('');
};
