/** Says in words on which addresses a pattern matches, where a regular expression has a plain meaning. */

import { type AddressPattern, partOf } from '../core/index.js';

/** More texts than these are no plain meaning any more. */
const MOST_TEXTS = 4;
/** What stands for a part of the text that may be any. */
const ANY = '…';

/** What a part of a pattern matches: a text, and whether the address ends with it. */
interface Meant {
  readonly text: string;
  readonly end: 'open' | 'closed' | 'query';
}

/** One step of reading: what was matched, and the rest of the pattern. */
type Step = { readonly meant: readonly Meant[]; readonly rest: string } | null;

const EMPTY: Meant = { text: '', end: 'open' };

/**
 * `on every page`, `where the address is /cart or /basket`, `where the hash begins with #/step`; a regular expression
 * without a plain meaning as it stands.
 */
export function describePattern(pattern: AddressPattern): string {
  const part = partOf(pattern);
  const noun = { any: 'the address', full: 'the address', url: 'the address', path: 'the path', hash: 'the hash' }[
    part
  ];
  if (!pattern.regex) return describePart(noun, pattern.pattern, part);
  const source = pattern.pattern.replace(/^\^?\.\*/, '');
  const isAnchored = source.startsWith('^');
  const meant = read(isAnchored ? source.slice(1) : source);
  if (meant && isEverywhere(meant, isAnchored, part)) return everywhere(part);
  const plain = meant && settle(meant, part);
  return plain ? phrase(noun, isAnchored, plain) : `where ${noun} matches ${pattern.pattern}`;
}

function describePart(noun: string, text: string, part: string): string {
  const all: readonly Meant[] = [{ text, end: 'open' }];
  return isEverywhere(all, false, part) ? everywhere(part) : phrase(noun, false, all);
}

const everywhere = (part: string): string => (part === 'hash' ? 'whatever the hash is' : 'on every page');

/** Whether one of the texts leaves no address out. */
function isEverywhere(all: readonly Meant[], isAnchored: boolean, part: string): boolean {
  const isRoot = part !== 'hash' && !(isAnchored && part === 'url');
  return all.some(({ text, end }) =>
    // Every address has an end, but only an empty one is nothing but its end.
    end === 'closed' ? text === '' && !isAnchored : end === 'open' && (text === '' || (text === '/' && isRoot)),
  );
}

function phrase(noun: string, isAnchored: boolean, all: readonly Meant[]): string {
  const verbs = isAnchored ? { open: 'begins with', closed: 'is' } : { open: 'has', closed: 'ends with' };
  const groups = (['closed', 'open'] as const).map((end) => ({
    verb: verbs[end],
    texts: [
      ...new Set(all.filter((one) => (one.end === 'closed') === (end === 'closed')).map(({ text }) => text || 'empty')),
    ],
  }));
  const said = groups.filter(({ texts }) => texts.length).map(({ verb, texts }) => `${verb} ${texts.join(' or ')}`);
  return `where ${noun} ${said.join(' or ')}`;
}

/** Null where the end of the text means something that these words do not say. */
function settle(all: readonly Meant[], part: string): readonly Meant[] | null {
  const closed = new Set(all.filter(({ end }) => end === 'closed').map(({ text }) => text));
  const queried = all.filter(({ end }) => end === 'query').map(({ text }) => text);
  if (!queried.every((text) => closed.has(text))) return null;
  // Where path, query and hash are looked at as one, an end without a query leaves addresses with a query out.
  if ((part === 'full' || part === 'url') && [...closed].some((text) => !queried.includes(text))) return null;
  return all.filter(({ end }) => end !== 'query');
}

/** Reads a whole pattern without its `^`: every text that it may be, null where that is not plain. */
function read(source: string): readonly Meant[] | null {
  const alternatives = branches(source);
  if (alternatives.length > 1) return null; // The anchor of the first holds for that one alone.
  const ahead = source.indexOf('(?=');
  // What follows a lookahead begins where the lookahead begins, and not behind it.
  if (ahead >= 0 && ahead + closing(source.slice(ahead)) + 1 < source.length) return null;
  return readSequence(source, [EMPTY]);
}

function readSequence(source: string, before: readonly Meant[]): readonly Meant[] | null {
  let all = before;
  let rest = source;
  while (rest) {
    const step = readPart(rest);
    if (!step) return null;
    const joined = join(all, step.meant);
    if (!joined) return null;
    all = joined;
    rest = step.rest;
  }
  return all;
}

/** Every text with every part behind it; behind an end nothing can follow but what takes any query. */
function join(all: readonly Meant[], parts: readonly Meant[]): readonly Meant[] | null {
  const joined: Meant[] = [];
  for (const one of all) {
    for (const part of parts) {
      const adds = part.text !== '' || part.end === 'query';
      if (one.end === 'closed' && adds) return null;
      if (one.end === 'query') {
        if (part.text !== '' && part.text !== ANY) return null;
        joined.push(one);
      } else joined.push({ text: one.text + part.text, end: part.end === 'open' ? one.end : part.end });
    }
  }
  return joined.length > MOST_TEXTS * 2 || new Set(joined.map(({ text }) => text)).size > MOST_TEXTS ? null : joined;
}

/** What may be any text, as people write it. */
const WILD = /^(?:\.|\[\^[/?#&\\]+\]|\\[dw]|\[(?:\\?[\w.-])+\])(?:[*+]\??|\{\d+(?:,\d*)?\})/;
const REST = /^(?:\.\*\$?|\(\.\*\)\$?)$/;
const QUERY = /^\[(?:\?#?|#\?)\]/;

function readPart(source: string): Step {
  if (REST.test(source)) return { meant: [EMPTY], rest: '' };
  if (source.startsWith('$')) return { meant: [{ text: '', end: 'closed' }], rest: source.slice(1) };
  const [wild] = WILD.exec(source) ?? [];
  if (wild !== undefined) return { meant: [{ text: ANY, end: 'open' }], rest: source.slice(wild.length) };
  const [query] = QUERY.exec(source) ?? [];
  if (query !== undefined) return { meant: [{ text: '', end: 'query' }], rest: source.slice(query.length) };
  if (source.startsWith('(')) return readGroup(source);
  return readCharacter(source);
}

/** A letter, an escaped sign, or one of two or three letters; with `?` it may be left out. */
function readCharacter(source: string): Step {
  const [whole = '', escaped, letters, plain] =
    /^(?:\\([^\w\s])|\[([A-Za-z]{2,3})\]|([^\\^$.*+?()[\]{}|]))/.exec(source) ?? [];
  // People forget to escape the dot of a file, and mean it.
  const dot = !whole && /^\.(?=[a-z])/.test(source) ? '.' : '';
  if (!whole && !dot) return null;
  const texts = letters ? [...letters] : [escaped ?? plain ?? dot];
  return optional(
    texts.map((text) => ({ text, end: 'open' })),
    source.slice((whole || dot).length),
  );
}

function readGroup(source: string): Step {
  const end = closing(source);
  const [head = ''] = /^\((?:\?[:=])?/.exec(source) ?? [];
  if (end < 0 || (head === '(' && source.startsWith('(?'))) return null;
  const inner = branches(source.slice(head.length, end)).map((branch) => readBranch(branch));
  if (inner.some((one) => one === null)) return null;
  return optional(
    inner.flatMap((one) => one ?? []),
    source.slice(end + 1),
  );
}

/** A branch that begins with ? or # is where the query or the hash begins. */
function readBranch(branch: string): readonly Meant[] | null {
  if (/^(?:\\\?|#)(?:\.\*\$?)?$/.test(branch)) return [{ text: '', end: 'query' }];
  return readSequence(branch, [EMPTY]);
}

/** What stands before `?` may be left out; what is repeated otherwise is not plain. */
function optional(meant: readonly Meant[], rest: string): Step {
  if (/^(?:[*+{]|\?\?)/.test(rest)) return null;
  return rest.startsWith('?') ? { meant: [...meant, EMPTY], rest: rest.slice(1) } : { meant, rest };
}

/** Where the bracket at the beginning is closed; -1 where it is not. */
export function closing(source: string): number {
  let depth = 0;
  for (const { index, 0: token } of source.matchAll(TOKEN)) {
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) return index;
  }
  return -1;
}

/** The alternatives of a pattern, without those of its groups. */
export function branches(source: string): readonly string[] {
  const all: string[] = [];
  let [depth, from] = [0, 0];
  for (const { index, 0: token } of source.matchAll(TOKEN)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (token !== '|' || depth) continue;
    all.push(source.slice(from, index));
    from = index + 1;
  }
  return [...all, source.slice(from)];
}

/** An escape, a class, or a character: brackets in the first two are none. */
const TOKEN = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/g;
