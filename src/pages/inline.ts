/**
 * Escapes what strangers wrote before it is printed in a line, on a terminal, in a log or on a page. A door by itself:
 * the page of received events loads it, and nothing else of this room.
 */

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

/** The same for a text of several lines: each stays one. */
export const inLines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(inLine)
    .join('\n');

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeOf = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
