/**
 * Reads a QR code of versions 2 to 5 and level L as ISO/IEC 18004 has them, which are one block of bytes: written from
 * the standard and not from the package that draws them.
 */

/** The codes of a page, as text. */
export const codesIn = (text: string): string[] =>
  [...text.matchAll(/<svg[^>]*viewBox="0 0 (\d+) \1"[^>]*>(.*?)<\/svg>/gs)].map(([, width, inside = '']) =>
    textOf(modulesOf(Number(width), inside)),
  );

type Modules = readonly (readonly boolean[])[];

const PIXELS = 10;
const BORDER = 2;

/** Dark modules are squares of one path. */
function modulesOf(width: number, inside: string): Modules {
  const size = width / PIXELS - 2 * BORDER;
  const dark = new Set([...inside.matchAll(/M(\d+),(\d+)h10v10/g)].map(([, x, y]) => `${x},${y}`));
  const at = (module: number): number => (module + BORDER) * PIXELS;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => dark.has(`${at(column)},${at(row)}`)),
  );
}

/** Turned dark modules of each mask, by row and column. */
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

function textOf(modules: Modules): string {
  const size = modules.length;
  // Level and mask stand in the first five modules of row 8, turned by 10101.
  const format = [0, 1, 2, 3, 4].reduce((bits, column) => bits * 2 + Number(modules[8]?.[column]), 0) ^ 0b10101;
  const mask = MASKS[format & 7];
  if (format >> 3 !== 1 || !mask || size < 25 || size > 37) throw new Error('This is no code of that kind.');
  const isCorner = (row: number, column: number): boolean =>
    (row < 9 && (column < 9 || column > size - 9)) || (row > size - 9 && column < 9);
  const isAligning = (row: number, column: number): boolean =>
    Math.abs(row - (size - 7)) < 3 && Math.abs(column - (size - 7)) < 3;
  const bits: number[] = [];
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right--;
    for (let step = 0; step < size; step++) {
      const row = isUp ? size - 1 - step : step;
      for (const column of [right, right - 1])
        if (row !== 6 && !isCorner(row, column) && !isAligning(row, column))
          bits.push(Number(modules[row]?.[column] !== mask(row, column)));
    }
  }
  const read = (from: number, count: number): number =>
    bits.slice(from, from + count).reduce((value, bit) => value * 2 + bit, 0);
  if (read(0, 4) !== 0b0100) throw new Error('It holds no bytes.');
  return Buffer.from(Array.from({ length: read(4, 8) }, (_, at) => read(12 + at * 8, 8))).toString('utf8');
}
