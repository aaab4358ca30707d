/** Sets rows as columns. */

/** Rows as columns, two spaces apart; those named in `right` lean right. Colours do not count. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  return rows
    .map((row) =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0, right.includes(at)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Of its widest line. */
export const widthOfLines = (text: string): number => Math.max(...text.split('\n').map(widthOf));

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal begins with one
const widthOf = (text: string): number => [...text.replace(/\u001b\[\d+m/g, '')].length;

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? space + text : text + space;
}
