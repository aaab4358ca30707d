/** Holds a value against the text that it was written as: what YAML made of it may not be what was meant. */

import type { Scalar } from 'yaml';
import { error, type Finding, type Path, quoted, warning } from './problem.js';
import { checkSelector } from './selector.js';
import { placeIn } from './within.js';

/** Blanks that are none to YAML, CSS or a regular expression, by their names. */
const ODD_BLANKS: { readonly [sign: string]: string | undefined } = {
  '\u00a0': 'a no-break space (U+00A0)',
  '\u00ad': 'a soft hyphen (U+00AD)',
  '\u200b': 'an invisible space (U+200B)',
  '\u2028': 'an invisible line end (U+2028)',
  '\u2029': 'an invisible line end (U+2029)',
  '\u202f': 'a narrow space (U+202F)',
  '\u3000': 'a wide space (U+3000)',
  '\ufeff': 'an invisible byte order mark (U+FEFF)',
};

/** Every odd blank of a text. */
export const ODD_SIGNS = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]/g;

const ODD = /[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]/;

/** Blanks that nobody means at the edge of a text; marks of direction may belong there. */
const EDGE = /[\u00a0\u00ad\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;

/** Odd blanks of which nothing is seen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;

/** The first odd blank of a text in words, undefined where there is none. */
export function oddBlank(text: string): { readonly sign: string; readonly isInvisible: boolean } | undefined {
  const sign = ODD.exec(text)?.[0];
  if (sign === undefined) return undefined;
  const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const other = /[\u2000-\u200a\u205f]/.test(sign) ? 'a special space' : 'an invisible sign';
  return { sign: ODD_BLANKS[sign] ?? `${other} (U+${code})`, isInvisible: INVISIBLE.test(sign) };
}

/** Where an odd blank stands, undefined where there is none. */
export const oddBlankAt = (text: string): number | undefined => ODD.exec(text)?.index;

/** The text with a space for each odd blank that looks like one, and nothing for those that look like nothing. */
export const withoutOddBlanks = (text: string): string =>
  text.replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ').replace(new RegExp(INVISIBLE, 'g'), '');

/** Fields that machines read: a blank that looks like another makes them match nothing. */
const MACHINE: ReadonlySet<string> = new Set([
  ...['selector', 'pattern', 'eventName', 'over', 'css', 'sharedCss', 'var', 'salt', 'window', 'position', 'timeZone'],
  ...['startAt', 'endAt', 'status', 'kind', 'id', 'key', 'op', 'on'],
]);

/** Fields of one word, in which nothing can be cut off. */
const WORDS: ReadonlySet<string> = new Set([
  ...['id', 'key', 'status', 'kind', 'op', 'on', 'position', 'keep', 'role', 'goal', 'window', 'startAt', 'endAt'],
  ...['divertTo', 'control'],
]);

const CODE: ReadonlySet<string> = new Set(['js', 'sharedJs']);

/** Fields whose content is free: what looks like a number may be a text there. */
const FREE: ReadonlySet<string> = new Set(['metadata', 'payload', 'rule']);

/** What speaks against a scalar having been meant as it was read. */
export function checkWritten(node: Scalar, path: Path, text: string): Finding[] {
  const name = String(path.findLast((segment) => typeof segment === 'string') ?? '');
  return [
    ...checkComment(node, path, name, text),
    ...checkFolding(node, path, name, text),
    ...checkJoined(node, path, name, text),
    ...checkBlanks(node, path, name),
    ...checkQuotes(node, path),
    ...checkFlag(node, path),
    ...checkNumber(node, path),
  ];
}

/** `.hero #cta` and `#16a34a` without quotes: the rest is a comment. */
function checkComment({ value, type, range }: Scalar, path: Path, name: string, text: string): Finding[] {
  if (type !== 'PLAIN' || !range || WORDS.has(name) || !(value === null || typeof value === 'string')) return [];
  const [, blanks = '', comment] = /^([ \t]*)#(?![ \t#])([^\n\r]+)/.exec(text.slice(range[1], range[1] + 200)) ?? [];
  if (comment === undefined) return [];
  if (value === null) {
    const isEmpty = text.slice(range[0], range[1]).trim() === '';
    const whole = `#${comment.trim()}`;
    const mends = isOneWord(comment) ? { mends: [{ path, how: 'comment', text: whole } as const] } : {};
    return isEmpty ? [error('comment', path, { written: whole, isWhole: true }, mends)] : [];
  }
  const written = `${value}${blanks}#${comment.trim()}`;
  if (!isCertain(name, written)) return [warning('comment', path, { written, isWhole: false })];
  const mends = { mends: [{ path, how: 'comment', text: written } as const] };
  return [error('comment', path, { written, isWhole: false }, mends)];
}

const isOneWord = (comment: string): boolean => !/\s/.test(comment.trim());

/** In a selector, an address or a colour what stands behind # is no remark, as long as it reads as part of it. */
const isCertain = (name: string, written: string): boolean =>
  name === 'selector'
    ? checkSelector(written) === undefined && !/^[a-z]+(?: [a-z]+){2,}$/i.test(written.split('#').at(-1) ?? '')
    : name === 'value'
      ? /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b/i.test(written.slice(written.indexOf('#')))
      : (name === 'pattern' || name === 'redirect') && !/#.*\s/.test(written);

/** Code whose lines are joined by spaces: a `//` makes all that follows a comment. */
function checkFolding({ value, type, range }: Scalar, path: Path, name: string, text: string): Finding[] {
  if (!CODE.has(name) || typeof value !== 'string' || type === 'BLOCK_LITERAL' || !range) return [];
  const lines = text.slice(range[0], range[1]).split(/\r?\n/);
  const isSwallowed = lines.slice(0, -1).some((line) => {
    if (!/(?:^|[\s;{}()])\/\//.test(line)) return false;
    const words = line.trim().replace(/^["']/, '');
    const at = value.indexOf(words);
    return at >= 0 && /^[ \t]*[^\s]/.test(value.slice(at + words.length));
  });
  return isSwallowed ? [error('folded', path, {}, { mends: [{ path, how: 'literal' }] })] : [];
}

/**
 * Code on several lines without a sign for a block: where one of them ends without a semicolon, they do not fit
 * together.
 */
function checkJoined({ value, type, range }: Scalar, path: Path, name: string, text: string): Finding[] {
  if (!CODE.has(name) || type !== 'PLAIN' || typeof value !== 'string' || !range) return [];
  const lines = text.slice(range[0], range[1]).split(/\r?\n/).slice(0, -1);
  return lines.some((line) => /[\w)\]'"`]\s*$/.test(line)) ? [error('joined', path, {})] : [];
}

const TYPOGRAPHIC = /^[“”„‟«‘’‚‹](.*)[“”»’‘›]$/s;

/** Quotes of a word processor are letters to YAML. */
function checkQuotes({ value, type }: Scalar, path: Path): Finding[] {
  const inner = type === 'PLAIN' && typeof value === 'string' ? TYPOGRAPHIC.exec(value)?.[1] : undefined;
  if (inner === undefined) return [];
  const mends = isMachine(path) ? { mends: [{ path, how: 'value', text: quoted(inner) } as const] } : {};
  return [(isMachine(path) ? error : warning)('quotes', path, { inner }, mends)];
}

/** yes and no are texts, and both of them count as true. */
function checkFlag({ value, type }: Scalar, path: Path): Finding[] {
  if (type !== 'PLAIN' || typeof value !== 'string' || !isFree(path)) return [];
  const meant = /^(?:yes|on)$/.test(value) ? 'true' : /^(?:no|off)$/.test(value) ? 'false' : undefined;
  return meant === undefined ? [] : [warning('flag-text', path, { text: value, meant })];
}

/** Whether a machine reads it: names of events, attributes and properties, too. */
function isMachine(path: Path): boolean {
  const name = path.findLast((segment) => typeof segment === 'string');
  return (
    typeof name === 'string' &&
    (MACHINE.has(name) || (name === 'name' && (path[0] === 'trigger' || path.includes('domOps'))))
  );
}

function checkBlanks({ value, type }: Scalar, path: Path, name: string): Finding[] {
  if (typeof value !== 'string') return [];
  const isEdge = type === 'PLAIN' && (EDGE.test(value.slice(0, 1)) || EDGE.test(value.slice(-1)));
  const blank = isMachine(path) || isEdge ? oddBlank(value) : undefined;
  if (!blank) return [];
  // A word with an odd blank is no word: what else would be said of it follows from that.
  return [
    (WORDS.has(name) ? error : warning)('blank-sign', path, blank, {
      within: placeIn(value, oddBlankAt(value) ?? 0),
      mends: [{ path, how: 'blanks' }],
    }),
  ];
}

/** Whether a value belongs to the author, and may be of any type. */
export const isFree = (path: Path): boolean =>
  path.some((segment) => typeof segment === 'string' && (FREE.has(segment) || segment.startsWith('x-')));

/** Numbers that print otherwise than they were written, where a text may have been meant. */
function checkNumber({ value, source, type }: Scalar, path: Path): Finding[] {
  if (typeof value !== 'number' || type !== 'PLAIN' || source === undefined || String(value) === source) return [];
  // Digits that are lost are an error of their own.
  if (!isFree(path) || !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return [];
  return [warning('number', path, { written: source, number: String(value) })];
}
