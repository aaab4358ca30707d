/** Says numbers, names and texts of strangers in words: counts, shares, arguments of a shell, one line of text. */

/** `1 file`, `2 files`. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** `12.3%`. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** As an argument of a shell: in quotes where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** Ends a line, moves a cursor, turns text round or hides it. */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: These are the characters that must not reach a terminal.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A text inside of one line, whoever wrote it: control characters are shown as escapes, such as `\n`.
 *
 * Events are posted by anybody and pages are written by anybody. Without this a line feed in a selector would begin a
 * line that looks like one of fx, on a terminal and in the log of a pipeline alike.
 */
export const inLine = (text: string): string => text.replace(CONTROLS, (char) => SHORT[char] ?? escapeOf(char));

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeOf = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
