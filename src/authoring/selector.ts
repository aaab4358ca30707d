/** Says whether a text is a CSS selector that `querySelector` takes. */

import { foreignSelector } from './foreign.js';
import { nearest } from './nearest.js';
import { classes, elements, insteadOfJquery } from './pseudo.js';

/**
 * What is wrong with a selector, undefined where nothing is. It follows Selectors Level 4 as browsers have it:
 * namespaces other than `*|` and unknown pseudo-classes are faults, pseudo-elements are none though they match nothing.
 * It is stricter than a browser where that would hide a mistake: brackets that never end, and what :is() would pass
 * over.
 */
export function checkSelector(text: string): string | undefined {
  if (text.length > LENGTH_LIMIT) return `it is longer than ${LENGTH_LIMIT} characters`;
  const foreign = foreignSelector(text);
  if (foreign !== undefined) return foreign;
  try {
    const cursor = { text, at: 0 };
    readPath(cursor);
    if (cursor.at < text.length) throw new Fault(`${rest(cursor)} does not belong there`);
    return undefined;
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
}

/** Brackets inside brackets are read by recursion. */
const LENGTH_LIMIT = 2000;

/** Carries the reason out of the depths of the parser. */
class Fault extends Error {}

interface Cursor {
  readonly text: string;
  at: number;
}

interface Scope {
  /** A selector may begin with a combinator. */
  readonly relative: boolean;
  readonly inHas: boolean;
  /** It stands in the brackets of a pseudo-class, where no pseudo-element may. */
  readonly inner: boolean;
}

const ESCAPE = '\\\\(?:[0-9a-f]{1,6}[ \\t\\n\\r\\f]?|[^0-9a-f\\n\\r\\f])';
const START = `(?:[a-z_\\u0080-\\uffff]|${ESCAPE})`;
const NAME = `(?:--|-?${START})(?:[\\w\\u0080-\\uffff-]|${ESCAPE})*`;
const STRING = `"(?:[^"\\\\\\n\\r\\f]|\\\\[\\s\\S])*"|'(?:[^'\\\\\\n\\r\\f]|\\\\[\\s\\S])*'`;

const sticky = (source: string): RegExp => new RegExp(source, 'iy');
const space = (): RegExp => sticky('(?:[ \\t\\n\\r\\f]|/\\*[\\s\\S]*?\\*/)*');

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

/** Whether there was any; a comment alone is none. */
const skipSpace = (cursor: Cursor): boolean =>
  /[ \t\n\r\f]/.test(take(cursor, space())?.replace(/\/\*[\s\S]*?\*\//g, '') ?? '');

const rest = ({ text, at }: Cursor): string => (at < text.length ? text.slice(at, at + 20) : 'the end of the selector');

function expect(cursor: Cursor, pattern: string, what: string): string {
  const found = take(cursor, sticky(pattern));
  if (found === undefined) throw new Fault(`${what} is missing before ${rest(cursor)}`);
  return found;
}

/** One selector, or several joined by `>>>`, each within the open shadow roots of what the one before it matches. */
function readPath(cursor: Cursor): void {
  const counts: number[] = [];
  do counts.push(readList(cursor, { relative: false, inHas: false, inner: false }));
  while (take(cursor, />>>/y) !== undefined);
  // Nobody could tell which selectors of a list are the hosts.
  if (counts.length > 1 && counts.some((count) => count > 1)) {
    throw new Fault('a list with commas cannot hold >>>: write an op for each of its selectors');
  }
}

/** @returns how many selectors there are */
function readList(cursor: Cursor, scope: Scope): number {
  let count = 0;
  do {
    readComplex(cursor, scope);
    count += 1;
  } while (take(cursor, /,/y) !== undefined);
  return count;
}

function readComplex(cursor: Cursor, scope: Scope): void {
  skipSpace(cursor);
  if (scope.relative && take(cursor, /[>+~]/y)) skipSpace(cursor);
  readCompound(cursor, scope);
  for (;;) {
    const spaced = skipSpace(cursor);
    if (cursor.text.startsWith('>>>', cursor.at)) return;
    const combinator = take(cursor, /[>+~]/y);
    if (combinator === undefined && (!spaced || /[,)]|$/y.test(cursor.text.slice(cursor.at, cursor.at + 1)))) return;
    skipSpace(cursor);
    readCompound(cursor, scope);
  }
}

function readCompound(cursor: Cursor, scope: Scope): void {
  const begin = cursor.at;
  take(cursor, sticky(`(?:\\*?\\|)?(?:${NAME}|\\*)`));
  if (take(cursor, /\|(?!\|)/y)) throw new Fault('it names a namespace, which a page cannot declare');
  while (readSimple(cursor, scope));
  if (cursor.at === begin) throw new Fault(`a selector is missing before ${rest(cursor)}`);
}

function readSimple(cursor: Cursor, scope: Scope): boolean {
  if (take(cursor, /#/y)) expect(cursor, NAME, 'an id that begins with no digit');
  else if (take(cursor, /\./y)) expect(cursor, NAME, 'a class that begins with no digit');
  else if (take(cursor, /\[/y)) readAttribute(cursor);
  else if (take(cursor, /::/y)) readPseudoElement(cursor, scope);
  else if (take(cursor, /:/y)) readPseudoClass(cursor, scope);
  else return false;
  return true;
}

function readAttribute(cursor: Cursor): void {
  skipSpace(cursor);
  expect(cursor, `(?:\\*?\\|)?${NAME}`, 'the name of an attribute');
  skipSpace(cursor);
  if (take(cursor, /[~|^$*]?=/y)) {
    skipSpace(cursor);
    expect(cursor, `${NAME}|${STRING}`, 'a value in quotes');
    skipSpace(cursor);
    if (take(cursor, /i/iy)) skipSpace(cursor);
  }
  expect(cursor, '\\]', 'a ]');
}

function readPseudoElement(cursor: Cursor, { inner }: Scope): void {
  const name = expect(cursor, NAME, 'the name of a pseudo-element').toLowerCase();
  if (inner) throw new Fault(`::${name} cannot stand in the brackets of a pseudo-class`);
  if (take(cursor, /\(/y)) {
    readArgument(cursor);
    expect(cursor, '\\)', 'a )');
  } else if (!elements.has(name) && !PREFIX.test(name)) throw new Fault(`::${name} is no pseudo-element`);
  if (!/^\s*(?:,|$|:)/.test(cursor.text.slice(cursor.at)) || (!PREFIX.test(name) && cursor.text[cursor.at] === ':')) {
    throw new Fault(`nothing can follow ::${name}`);
  }
}

const PREFIX = /^-webkit-/;

/** Anything up to the bracket that closes: what only some browsers know is left to them. */
function readArgument(cursor: Cursor): void {
  for (let depth = 1; ; ) {
    const found = expect(cursor, `${STRING}|\\\\[\\s\\S]|[^"'\\\\]`, 'a )');
    depth += found === '(' ? 1 : found === ')' ? -1 : 0;
    if (depth > 0) continue;
    cursor.at -= 1;
    return;
  }
}

function readPseudoClass(cursor: Cursor, scope: Scope): void {
  const name = expect(cursor, NAME, 'the name of a pseudo-class').toLowerCase();
  const own = PREFIX.test(name);
  const read = functions.get(name) ?? (own ? readArgument : undefined);
  if (take(cursor, /\(/y)) {
    if (!read) throw unknown(`${name}()`, [...functions.keys()].map(withBrackets));
    read(cursor, scope);
    skipSpace(cursor);
    expect(cursor, '\\)', 'a )');
  } else if (!classes.has(name) && !own) {
    throw read ? new Fault(`:${name} needs an argument in brackets`) : unknown(name, [...classes]);
  }
}

const withBrackets = (name: string): string => `${name}()`;

function unknown(name: string, known: readonly string[]): Fault {
  const instead = insteadOfJquery(name.replace('()', ''));
  if (instead !== undefined) return new Fault(`:${name} is jQuery's, not CSS: ${instead}`);
  const suggestion = nearest(name, known);
  return new Fault(`:${name} is no pseudo-class${suggestion === undefined ? '' : `; did you mean :${suggestion}?`}`);
}

type Read = (cursor: Cursor, scope: Scope) => unknown;

const readInner: Read = (cursor, { inHas }) => readList(cursor, { relative: false, inHas, inner: true });

const readHas: Read = (cursor, { inHas }) => {
  if (inHas) throw new Fault(':has() cannot stand in :has()');
  readList(cursor, { relative: true, inHas: true, inner: true });
};

const AN_B = '(?:even|odd|[+-]?\\d*n(?:\\s*[+-]\\s*\\d+)?|[+-]?\\d+)';

const readNth: Read = (cursor) => {
  skipSpace(cursor);
  expect(cursor, `${AN_B}(?=[\\s)])`, 'a count such as 2, odd or 2n+1');
};

const readNthOf: Read = (cursor, scope) => {
  readNth(cursor, scope);
  skipSpace(cursor);
  if (take(cursor, /of(?=[\s.#[:*])/iy)) readInner(cursor, scope);
};

const readWord: Read = (cursor) => {
  skipSpace(cursor);
  expect(cursor, NAME, 'a word');
};

const functions: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['not', readInner],
  ['is', readInner],
  ['where', readInner],
  ['host', readInner],
  ['host-context', readInner],
  ['has', readHas],
  ['nth-child', readNthOf],
  ['nth-last-child', readNthOf],
  ['nth-of-type', readNth],
  ['nth-last-of-type', readNth],
  ['lang', readWord],
  ['dir', readWord],
  ['state', readWord],
]);
