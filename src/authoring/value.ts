/** Turns a YAML tree into a JSON value, and refuses what JSON could not hold or nobody could have meant. */

import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import { error, type Finding, type Path, warning } from './problem.js';
import { checkWritten, isFree, oddBlank } from './written.js';

/** The value, what was wrong in it, and which node each alias stood for. */
interface Converted {
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly resolved: ReadonlyMap<Alias, Node>;
}

/** Values in a document once its aliases are written out: a page of text can stand for a terabyte. */
const EXPANSION_LIMIT = 100_000;

const TAGS = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

interface Anchor {
  readonly node: Node;
  readonly value: unknown;
  readonly size: number;
}

/** What is known half-way through a document. */
interface State {
  readonly text: string;
  readonly findings: Finding[];
  readonly resolved: Map<Alias, Node>;
  readonly anchors: Map<string, Anchor>;
  /** What aliases anywhere in the document name. */
  readonly named: ReadonlySet<string>;
  /** Values so far, aliases written out. */
  size: number;
}

/** Converts a document's contents. Aliases share one object; merge keys (`<<`) are keys like any other. */
export function toValue(contents: Node | null, text: string): Converted {
  const named = new Set<string>();
  visit(contents, { Alias: (_, { source }) => void named.add(source) });
  const state: State = { text, findings: [], resolved: new Map(), anchors: new Map(), named, size: 0 };
  const value = convert(contents, [], state);
  return { value, findings: state.findings, resolved: state.resolved };
}

function convert(node: unknown, path: Path, state: State): unknown {
  const before = state.size++;
  const value = convertKind(node, path, state);
  // Known only from here on, so that nothing can hold itself.
  if (isAnchored(node)) state.anchors.set(node.anchor, { node, value, size: state.size - before });
  return value;
}

function convertKind(node: unknown, path: Path, state: State): unknown {
  if (isAlias(node)) return follow(node, path, state);
  if (hasTag(node) && !TAGS.test(node.tag)) {
    state.findings.push(error('unsupported', path, { what: `the tag ${node.tag}`, instead: 'write a plain value' }));
  }
  if (isMap(node)) return convertMap(node, path, state);
  if (isSeq(node)) return node.items.map((item, index) => convert(item, [...path, index], state));
  return isScalar(node) ? convertScalar(node, path, state) : null;
}

function follow(alias: Alias, path: Path, state: State): unknown {
  const anchor = state.anchors.get(alias.source);
  if (!anchor) {
    const reason = `begins with *, so it names the anchor ${alias.source}, which is not set before it: put a text in quotes`;
    state.findings.push(error('syntax', path, { reason }));
    return null;
  }
  state.resolved.set(alias, anchor.node);
  if (state.size <= EXPANSION_LIMIT && state.size + anchor.size > EXPANSION_LIMIT) {
    state.findings.push(error('size', path, { reason: 'repeats too much through anchors (*): write less of it' }));
  }
  state.size += anchor.size;
  return state.size > EXPANSION_LIMIT ? null : anchor.value;
}

function convertMap(map: YAMLMap, path: Path, state: State): unknown {
  const result: Record<string, unknown> = {};
  for (const { key, value } of map.items) {
    const name = keyOf(key);
    if (name === undefined || name === '__proto__') {
      const reason =
        name !== undefined
          ? `has the key ${name}, which is kept for JavaScript`
          : isMap(key) && key.flow
            ? 'begins with { and {, which are brackets to YAML: put a text in quotes'
            : 'has a key that is not text';
      state.findings.push(error('syntax', path, { reason }));
      continue;
    }
    const at = [...path, name];
    const blank = oddBlank(name);
    if (blank) {
      const mends = [{ path: at, how: 'key blanks' }] as const;
      state.findings.push(error('blank-sign', at, blank, { atKey: true, mends }));
    }
    if (Object.hasOwn(result, name)) state.findings.push(...describeDouble(at, result, state));
    if (map.flow && value === null && isFree(at) && (!map.tag || TAGS.test(map.tag)))
      state.findings.push(warning('no-value', at, {}, { atKey: true }));
    result[name] = convert(value, at, state);
  }
  return result;
}

/** A second id begins another experiment; what else stands twice below it is no news. */
function describeDouble(at: Path, before: object, { findings }: State): Finding[] {
  const isSecond = (one: Finding): boolean => one.code === 'syntax' && one.message === SECOND;
  if (at.length !== 1 || !Object.hasOwn(before, 'variants')) return [error('duplicate-key', at, {}, { atKey: true })];
  if (findings.some(isSecond)) return [];
  return at[0] === 'id'
    ? [error('syntax', at, { reason: SECOND }, { atKey: true })]
    : [error('duplicate-key', at, {}, { atKey: true })];
}

const SECOND = 'begins another experiment: part the two by a line ---';

function convertScalar(node: Scalar, path: Path, { findings, text, named }: State): unknown {
  const { value, source } = node;
  findings.push(...checkWritten(node, path, text));
  // An entity of HTML or a name such as &Co at the beginning of a text: YAML takes it off.
  if (node.anchor !== undefined && (node.anchor.endsWith(';') || source === '' || !named.has(node.anchor))) {
    const reason = `begins with &${node.anchor}, which YAML takes off as the name of an anchor: put the text in quotes`;
    findings.push(error('syntax', path, { reason }));
  }
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) {
    findings.push(error('type', path, { expected: `a number, not ${source ?? value}` }));
  } else if (/^[-+]?\d+$/.test(source ?? '') && !Number.isSafeInteger(value)) {
    findings.push(error('type', path, { expected: 'a smaller number: this one would lose digits; put it in quotes' }));
  }
  return value;
}

/** The text of a key: `1` and `true` are keys as they are written. */
export function keyOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

const isAnchored = (node: unknown): node is Node & { readonly anchor: string } =>
  (isMap(node) || isSeq(node) || isScalar(node)) && typeof node.anchor === 'string';

const hasTag = (node: unknown): node is { readonly tag: string } =>
  (isMap(node) || isSeq(node) || isScalar(node)) && typeof node.tag === 'string';
