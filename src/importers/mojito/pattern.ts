/**
 * Turns a test of a part of the address into one of the whole path, query and hash, that holds for the same addresses.
 */

import { partOf } from '../../core/index.js';

/** What Mojito code compares: parts of `location`. */
export type WavePart = 'pathname' | 'search' | 'hash' | 'href';

/** How a literal is compared with it. */
export type PatternComparison = 'is' | 'contains' | 'starts' | 'ends';

/** A pattern of a `urlMatch` trigger. */
export interface WavePattern {
  readonly pattern: string;
  readonly regex?: true;
  readonly on?: 'path' | 'url';
}

/** The characters that a part never holds: those that begin the next one. */
const ABSENT: Readonly<Record<WavePart, string>> = { pathname: '?#', search: '#', hash: '', href: '' };

/** What may come before a part, in front of the character that it begins with. */
const BEFORE: Readonly<Record<WavePart, string>> = { pathname: '', search: '[^?#]*', hash: '[^#]*', href: '' };

/** The character that a part begins with, where it is not empty. */
const FIRST: Readonly<Record<WavePart, string>> = { pathname: '/', search: '?', hash: '#', href: '' };

/** Where a part ends. */
const END: Readonly<Record<WavePart, string>> = { pathname: '(?:[?#]|$)', search: '(?:#|$)', hash: '$', href: '$' };

/** Any text within a part. */
const WITHIN: Readonly<Record<WavePart, string>> = { pathname: '[^?#]*', search: '[^#]*', hash: '.*', href: '.*' };

/** The pattern for a comparison with text; undefined where it could never hold, or always. */
export function fromText(part: WavePart, comparison: PatternComparison, text: string): WavePattern | undefined {
  if ([...ABSENT[part]].some((char) => text.includes(char))) return undefined;
  const isFromStart = comparison === 'is' || comparison === 'starts';
  if (text === '')
    return comparison === 'is' && part !== 'pathname' && part !== 'href' ? toPattern(part, without(part)) : undefined;
  if (isFromStart && !text.startsWith(FIRST[part])) return undefined;
  if (part === 'href' && comparison === 'contains') return { pattern: text, on: 'url' };
  const tail = `${literal(text)}${comparison === 'is' || comparison === 'ends' ? END[part] : ''}`;
  return toPattern(
    part,
    isFromStart
      ? `^${BEFORE[part]}${tail}`
      : anywhere(part, tail, text.startsWith(FIRST[part]) ? text.slice(1) : undefined),
  );
}

/** An address without the part. */
const without = (part: 'search' | 'hash'): string => (part === 'search' ? '^[^?#]*(?:#|$)' : '^[^#]*$');

/** Something anywhere in a part; `rest` is given where it begins with the character that the part begins with, too. */
function anywhere(part: WavePart, tail: string, rest: string | undefined): string {
  if (part === 'href') return tail;
  if (part === 'pathname') return `^${WITHIN.pathname}${tail}`;
  const first = literal(FIRST[part]);
  return rest === undefined
    ? `^${BEFORE[part]}${first}${WITHIN[part]}${tail}`
    : `^${BEFORE[part]}(?:${first}${WITHIN[part]})?${tail}`;
}

/** The pattern for a regular expression; undefined where it cannot be turned into one that says the same. */
export function fromRegex(part: WavePart, source: string, flags: string): WavePattern | undefined {
  if (!/^[gi]*$/.test(flags)) return undefined;
  const tokens = source.match(TOKEN) ?? [];
  const adapted: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const one = adapt(token, part, flags.includes('i'), next === undefined || next === ')' || next === '|');
    if (one === undefined) return undefined;
    adapted.push(one);
  }
  const whole = place(part, tokens, adapted);
  return whole === undefined || !compiles(whole) ? undefined : toPattern(part, whole);
}

/** Escapes, classes, openings, quantifiers and single characters. */
const TOKEN =
  /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>))?|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[\s\S]/g;

/** One piece of a regular expression, so that it takes nothing from beyond its part. */
function adapt(token: string, part: WavePart, isCaseless: boolean, isLast: boolean): string | undefined {
  const absent = ABSENT[part];
  if (/^\(\?<|^\\[1-9kupPcx]/.test(token)) return undefined;
  if (token === '$') return isLast ? END[part] : undefined;
  if (token === '.' && absent) return `[^${absent}]`;
  if (/^\\[SDW]$/.test(token) && absent) return `[^${absent}${token.toLowerCase()}]`;
  if (token === '\\/') return '/';
  if (token.startsWith('[')) return adaptClass(token, absent, isCaseless);
  const char = /^[^\\()|^*+?{}]$/.test(token) ? token : /^\\[^\w\s]$/.test(token) ? token.slice(1) : undefined;
  if (char === undefined) return token;
  if (absent.includes(char)) return undefined;
  if (!isCaseless || char.toLowerCase() === char.toUpperCase()) return token;
  return /^[a-z]$/i.test(char) ? `[${char.toLowerCase()}${char.toUpperCase()}]` : undefined;
}

/** A class: one that excludes excludes more; one that takes what its part never holds is left alone. */
function adaptClass(token: string, absent: string, isCaseless: boolean): string | undefined {
  const isNegated = token.startsWith('[^');
  const inner = token.slice(isNegated ? 2 : 1, -1);
  const cased = isCaseless ? inner.replace(/(\\[\s\S])|([a-z])-([a-z])|([A-Z])-([A-Z])|([a-z])/gi, bothCases) : inner;
  // A range from a letter to something else would need more care.
  if (isCaseless && (/[a-z]-[^a-z\]]|[^a-z]-[a-z]/i.test(inner) || /[^\0-\x7f]/.test(inner))) return undefined;
  if (isNegated) return `[^${absent}${cased}]`;
  if (!compiles(token)) return undefined;
  const takes = [...absent].some((char) => new RegExp(token).test(char));
  return takes ? undefined : `[${cased}]`;
}

const bothCases = (
  token: string,
  escaped?: string,
  from?: string,
  to?: string,
  upperFrom?: string,
  upperTo?: string,
): string => {
  if (escaped !== undefined) return escaped;
  const [first, last] = [from ?? upperFrom, to ?? upperTo];
  if (first === undefined || last === undefined) return `${token.toLowerCase()}${token.toUpperCase()}`;
  return `${first.toLowerCase()}-${last.toLowerCase()}${first.toUpperCase()}-${last.toUpperCase()}`;
};

/** The adapted pieces, at their place in the whole. */
function place(part: WavePart, tokens: readonly string[], adapted: readonly string[]): string | undefined {
  const body = adapted.join('');
  const isSplit = hasAlternatives(tokens);
  if (part === 'href') return body;
  if (part === 'pathname') {
    if (tokens[0] === '^' && !isSplit) return body;
    return `^${WITHIN.pathname}${isSplit ? `(?:${body})` : body}`;
  }
  const isAnchored = tokens[0] === '^';
  const lead = adapted[isAnchored ? 1 : 0];
  const rest = adapted.slice(isAnchored ? 2 : 1).join('');
  // Only where the first piece is one character it is clear where the part may begin.
  const isSingle =
    lead !== undefined && /^(?:[^\\^$.|?*+()[\]{}]|\\[^\w\s]|\\[dws]|\[.*\])$/.test(lead) && !/^[*+?{]/.test(rest);
  if (isSplit || !isSingle || tokens.slice(1).includes('^')) return undefined;
  const first = FIRST[part];
  const takesFirst = new RegExp(lead).test(first);
  if (isAnchored) return takesFirst ? `^${BEFORE[part]}${literal(first)}${rest}` : undefined;
  if (!takesFirst) return `^${BEFORE[part]}${literal(first)}${WITHIN[part]}${lead}${rest}`;
  return `^${BEFORE[part]}${literal(first)}(?:${WITHIN[part]}${lead})?${rest}`;
}

function hasAlternatives(tokens: readonly string[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.startsWith('(')) depth++;
    else if (token === ')') depth--;
    else if (token === '|' && depth === 0) return true;
  }
  return false;
}

function compiles(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false; // then it stays what it was
  }
}

/** `on` is written where the pattern alone would have fx look at another part of the address. */
function toPattern(part: WavePart, pattern: string): WavePattern {
  if (part === 'href') return { pattern, regex: true, on: 'url' };
  return { pattern, regex: true, ...(partOf({ pattern }) === 'url' && { on: 'path' as const }) };
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
