/** Turns a YAML tree into a JSON value, and refuses what JSON could not hold or nobody could have meant. */

import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { error, type Finding, type Path } from './problem.js';

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

/** Converts a document's contents. Aliases share one object; merge keys (`<<`) are keys like any other. */
export function toValue(contents: Node | null): Converted {
  const findings: Finding[] = [];
  const resolved = new Map<Alias, Node>();
  const anchors = new Map<string, Anchor>();
  let size = 0;

  const convert = (node: unknown, path: Path): unknown => {
    const before = size++;
    const value = convertKind(node, path);
    if (isAnchored(node)) anchors.set(node.anchor, { node, value, size: size - before });
    return value;
  };

  const convertKind = (node: unknown, path: Path): unknown => {
    if (isAlias(node)) return follow(node, path);
    if (hasTag(node) && !TAGS.test(node.tag)) {
      findings.push(error('unsupported', path, { what: `the tag ${node.tag}`, instead: 'write a plain value' }));
    }
    if (isMap(node)) return convertMap(node, path);
    if (isSeq(node)) return node.items.map((item, index) => convert(item, [...path, index]));
    return isScalar(node) ? convertScalar(node, path) : null;
  };

  const follow = (alias: Alias, path: Path): unknown => {
    const anchor = anchors.get(alias.source);
    if (!anchor) {
      findings.push(error('syntax', path, { reason: `names the anchor ${alias.source}, which is not set before it` }));
      return null;
    }
    resolved.set(alias, anchor.node);
    if (size <= EXPANSION_LIMIT && size + anchor.size > EXPANSION_LIMIT) {
      findings.push(error('size', path, { reason: 'repeats too much through anchors (*): write less of it' }));
    }
    size += anchor.size;
    return size > EXPANSION_LIMIT ? null : anchor.value;
  };

  const convertMap = (map: YAMLMap, path: Path): unknown => {
    const result: Record<string, unknown> = {};
    for (const { key, value } of map.items) {
      const name = keyOf(key);
      if (name === undefined || name === '__proto__') {
        const reason =
          name === undefined ? 'has a key that is not text' : `has the key ${name}, which is kept for JavaScript`;
        findings.push(error('syntax', path, { reason }));
        continue;
      }
      if (Object.hasOwn(result, name)) {
        findings.push(error('duplicate-key', [...path, name], {}, { atKey: true }));
      }
      result[name] = convert(value, [...path, name]);
    }
    return result;
  };

  const convertScalar = ({ value, source }: Scalar, path: Path): unknown => {
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) {
      findings.push(error('type', path, { expected: `a number, not ${source ?? value}` }));
    } else if (/^[-+]?\d+$/.test(source ?? '') && !Number.isSafeInteger(value)) {
      findings.push(
        error('type', path, { expected: 'a smaller number: this one would lose digits; put it in quotes' }),
      );
    }
    return value;
  };

  const value = convert(contents, []);
  return { value, findings, resolved };
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
