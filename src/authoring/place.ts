/** Finds the piece of a YAML text that a field is written in, and what has to stand there instead. */

import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { insertItem } from './insert.js';
import { endOf, flowText, indented, lineEnd, lineStart, startOf, stringified, type TextEdit } from './lines.js';
import type { Shape } from './table.js';

/** One field, and what it is to hold; `undefined` takes it out. */
export interface FieldEdit {
  /** Keys and places in lists: `['variants', 1, 'weight']`. What is missing on the way is made. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** In a list: put before the item at that place, which stays, in place of taking its place. */
  readonly isInserted?: boolean;
}

/**
 * Where fields of an experiment are put that were not there: after the last of those that stand before them here. A
 * field of the table that is missing here does not compile.
 */
const ORDER = {
  id: 0,
  name: 0,
  status: 0,
  description: 0,
  hypothesis: 0,
  startAt: 0,
  endAt: 0,
  salt: 0,
  guard: 0,
  sampleRate: 0,
  holdback: 0,
  audience: 0,
  layer: 0,
  sticky: 0,
  divertTo: 0,
  manualExposure: 0,
  trigger: 0,
  sharedJs: 0,
  sharedCss: 0,
  metadata: 0,
  control: 0,
  variants: 0,
  metrics: 0,
  plan: 0,
  effect: 0,
  conclusion: 0,
  owners: 0,
  tags: 0,
} satisfies Shape<'experiment', 0>;

/** The same for a variant or a metric. */
const PART_ORDER = {
  key: 0,
  name: 0,
  kind: 0,
  eventName: 0,
  weight: 0,
  recipeSampleRate: 0,
  js: 0,
  css: 0,
  domOps: 0,
  payload: 0,
  redirect: 0,
  keepQuery: 0,
  image: 0,
  isPrimary: 0,
  role: 0,
  goal: 0,
  margin: 0,
  over: 0,
  value: 0,
  quantile: 0,
  cap: 0,
  window: 0,
} satisfies Shape<'variant', 0> & Shape<'metric', 0>;

/**
 * The edit of the text that makes one edit of a field; null where the text is written in a way that this cannot edit.
 */
export function applyEdit(root: YAMLMap, body: string, { path, value, isInserted }: FieldEdit): TextEdit | null {
  let parent: unknown = root;
  for (const [at, key] of path.entries()) {
    const isLast = at === path.length - 1;
    const child = childOf(parent, key);
    if (hasName(child)) return null;
    if (isLast && isInserted && isSeq(parent) && child) return insertItem(parent, Number(key), value, body);
    if (!isLast && (isMap(child) || isSeq(child))) {
      // An object that would be left without a field goes as a whole.
      if (value === undefined && isMap(child) && path.length === at + 2 && child.items.length === 1) {
        return setIn(parent, key, undefined, body);
      }
      parent = child;
      continue;
    }
    return setIn(parent, key, isLast ? value : nested(path.slice(at + 1), value), body);
  }
  return null;
}

const nested = ([key, ...rest]: readonly (string | number)[], value: unknown): unknown =>
  key === undefined ? value : typeof key === 'number' ? [nested(rest, value)] : { [key]: nested(rest, value) };

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

function childOf(parent: unknown, key: string | number): unknown {
  if (isMap(parent)) return typeof key === 'string' ? pairOf(parent, key)?.value : undefined;
  return isSeq(parent) && typeof key === 'number' ? parent.items[key] : undefined;
}

/** Anchors and what refers to them: a change here would be one elsewhere. */
const hasName = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  (('anchor' in node && node.anchor !== undefined) || ('source' in node && !isScalar(node)));

function setIn(parent: unknown, key: string | number, value: unknown, body: string): TextEdit | null {
  if ((isMap(parent) || isSeq(parent)) && parent.flow) return setInFlow(parent, key, value, body);
  if (isMap(parent) && typeof key === 'string') return setInMap(parent, key, value, body);
  return isSeq(parent) && typeof key === 'number' ? setInList(parent, key, value, body) : null;
}

function setInMap(map: YAMLMap, key: string, value: unknown, body: string): TextEdit | null {
  const pair = pairOf(map, key);
  if (!pair) return value === undefined ? null : insertPair(map, key, value, body);
  const start = startOf(pair.key);
  const end = endOf(pair.value, body) ?? endOf(pair.key, body);
  if (start === null || end === null) return null;
  if (value === undefined) return removeLines(body, start, end);
  const scalar = isScalar(pair.value) && pair.value.range ? pair.value : null;
  if (scalar && isInline(scalar) && isShort(value)) return replaceScalar(scalar, value, body);
  const column = start - lineStart(body, start);
  const after = restOfLine(body, end);
  return { from: start, to: end, text: pairText(key, value, column, after === '') };
}

function insertPair(map: YAMLMap, key: string, value: unknown, body: string): TextEdit | null {
  const before = rankedBefore(map, key);
  const [start, first] = [startOf(before?.key), startOf(map.items[0]?.key)];
  const end = endOf(before?.value, body) ?? endOf(before?.key, body);
  if (start === null || first === null || end === null) return null;
  const column = first - lineStart(body, first);
  const at = lineEnd(body, end);
  const text = pairText(key, value, column, true);
  return { from: at, to: at, text: `\n${' '.repeat(column)}${text}` };
}

/** The last of the fields that stand before one of this name. */
function rankedBefore(map: YAMLMap, key: string): Pair | undefined {
  const order = Object.keys(pairOf(map, 'key') ? PART_ORDER : ORDER);
  const rank = order.indexOf(key);
  const isBefore = (pair: Pair): boolean => {
    const own = isScalar(pair.key) ? order.indexOf(String(pair.key.value)) : -1;
    return rank < 0 || own < 0 || own < rank;
  };
  return map.items.findLast(isBefore) ?? map.items[0];
}

function setInList(list: YAMLSeq, at: number, value: unknown, body: string): TextEdit | null {
  const item = list.items[at] ?? list.items.at(-1);
  const [start, end] = [startOf(item), endOf(item, body)];
  const first = startOf(list.items[0]);
  if (start === null || end === null || first === null) return null;
  const dash = body.lastIndexOf('-', start - 1);
  const column = dash - lineStart(body, dash);
  if (at < list.items.length) {
    if (value === undefined) return removeLines(body, dash, end);
    if (isScalar(item) && isInline(item) && isShort(value)) return replaceScalar(item, value, body);
    return { from: start, to: end, text: indented(stringified(value), start - lineStart(body, start)) };
  }
  if (value === undefined) return null;
  const place = lineEnd(body, end);
  return { from: place, to: place, text: `\n${' '.repeat(column)}- ${indented(stringified(value), column + 2)}` };
}

/** Inside of braces and brackets all of them are written anew, unless one value takes the place of another. */
function setInFlow(parent: YAMLMap | YAMLSeq, key: string | number, value: unknown, body: string): TextEdit | null {
  const child = childOf(parent, key);
  if (isScalar(child) && child.range && isShort(value)) {
    return { from: child.range[0], to: child.range[1], text: flowText(value) };
  }
  if (!parent.range) return null;
  const before = isMap(parent) && value !== undefined && !child ? rankedBefore(parent, String(key)) : undefined;
  const end = before && (endOf(before.value, body) ?? endOf(before.key, body));
  if (end)
    return {
      from: end,
      to: end,
      text: `, ${flowText({ [key]: value })
        .slice(1, -1)
        .trim()}`,
    };
  const [from, to] = parent.range;
  if (/(^|\s)#/.test(body.slice(from, to))) return null;
  const all = parent.toJSON() as Record<string | number, unknown>;
  if (Array.isArray(all)) all.splice(Number(key), 1, ...(value === undefined ? [] : [value]));
  else if (value === undefined) delete all[key];
  else all[key] = value;
  return { from, to, text: flowText(all) };
}

function replaceScalar({ range, type }: Scalar, value: unknown, body: string): TextEdit | null {
  if (!range) return null;
  const [from, to] = range;
  const text = stringified(value);
  // A word of ours needs no quotes, whoever put some there; what people write keeps theirs.
  const isText = typeof value === 'string' && from < to && !/^[a-z-]+$/.test(value);
  const quoted =
    isText && type === 'QUOTE_DOUBLE'
      ? JSON.stringify(value)
      : isText && type === 'QUOTE_SINGLE'
        ? `'${value.replaceAll("'", "''")}'`
        : text;
  // An empty value begins at its colon.
  return { from, to, text: from === to && /\S/.test(body[from - 1] ?? '') ? ` ${quoted}` : quoted };
}

const isInline = ({ type }: Scalar): boolean => type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED';

/** Whether it is written on the line of its key. */
const isShort = (value: unknown): boolean =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && !/[\n\r]/.test(value));

/** Whole lines, where nothing else stands on them. */
function removeLines(body: string, start: number, end: number): TextEdit | null {
  const from = lineStart(body, start);
  if (body.slice(from, start).trim() !== '') return null;
  const to = lineEnd(body, end);
  const next = body.startsWith('\r\n', to) ? to + 2 : to + 1;
  return to < body.length ? { from, to: next, text: '' } : { from: Math.max(0, from - 1), to, text: '' };
}

const restOfLine = (body: string, at: number): string => body.slice(at, lineEnd(body, at)).trim();

/** @param mayBlock whether nothing stands behind it, so that a block of lines may end there */
function pairText(key: string, value: unknown, column: number, mayBlock: boolean): string {
  if (!mayBlock && !isShort(value)) return `${key}: ${flowText(value)}`;
  return indented(stringified({ [key]: value }), column);
}
