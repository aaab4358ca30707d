/** Shows a place in a file: its line, two on either side, and a mark under the column. */

const CONTEXT_LINES = 2;
/** A script in one line can be a megabyte long. */
const WIDTH = 110;

/**
 * Plain text without colour, in which nothing of the file can control a terminal.
 *
 * @param line from 1; a line that the file does not have gives an empty frame
 * @param column from 1, in UTF-16 units
 */
export function codeFrame(text: string, line: number, column: number): string {
  const lines = text.split(/\r?\n/);
  if (line < 1 || line > lines.length) return '';
  const first = Math.max(1, line - CONTEXT_LINES);
  const last = Math.min(lines.length, line + CONTEXT_LINES);
  const digits = String(last).length;
  const shift = Math.max(0, column - WIDTH);
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const shown = printable((lines[number - 1] ?? '').slice(shift, shift + WIDTH));
    const mark = number === line ? '>' : ' ';
    frame.push(`${mark} ${String(number).padStart(digits)} | ${shown}`.trimEnd());
    if (number === line) frame.push(`  ${' '.repeat(digits)} | ${' '.repeat(Math.max(0, column - 1 - shift))}^`);
  }
  return frame.join('\n');
}

/** A tab, control characters, and signs that turn the direction of text, as one visible sign each. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/\t/g, '→').replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\u00b7');
