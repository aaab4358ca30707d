/** Finds where texts and numbers of JSON end, byte by byte, and gives up at whatever is not plain. */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN = 0x7b;
export const CLOSE = 0x7d;
export const LINE_FEED = 0x0a;
const [BACKSLASH, SPACE, TILDE] = [0x5c, 0x20, 0x7e];
const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];

/** Whole numbers of so many digits are exact, and so is one division of them by a power of ten. */
const MOST_DIGITS = 15;

/** The quote that ends the text that begins here; -1 where there is anything but printable ASCII, or an escape. */
export function scanText(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < SPACE || byte > TILDE) break;
  }
  return -1;
}

/**
 * Reads a number of at most 15 digits and without an exponent.
 *
 * @param into gets it at the place `slot`
 * @returns where it ends; -1 where there is no such number
 */
export function scanNumber(bytes: Uint8Array, start: number, into: Float64Array, slot: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let [at, whole, unit] = [first, 0, 1];
  for (; isDigit(bytes[at]); at++) whole = whole * 10 + ((bytes[at] as number) - ZERO);
  let digits = at - first;
  if (digits === 0 || (digits > 1 && bytes[first] === ZERO)) return -1;
  if (bytes[at] === POINT) {
    const point = at++;
    for (; isDigit(bytes[at]); at++) {
      whole = whole * 10 + ((bytes[at] as number) - ZERO);
      unit *= 10;
    }
    if (at === point + 1) return -1;
    digits += at - point - 1;
  }
  if (digits > MOST_DIGITS) return -1;
  into[slot] = (isNegative ? -whole : whole) / unit;
  return at;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

/** Where a word such as `true` ends; -1 where another one begins. */
export function scanWord(bytes: Uint8Array, start: number, word: string): number {
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return -1;
  return start + word.length;
}
