/** Answers a targeting rule, a JSONLogic-style tree, over what is known about one visitor. */

import type { Context, Rule } from './types.js';

/**
 * Whether a rule holds. It never throws, reads own properties only and visits each node at most once.
 *
 * @param rule the tree; a literal answers for itself by JSONLogic's truthiness (`[]` is false, `"0"` is true)
 * @param context what `var` reads: own enumerable properties of objects and arrays, getters included
 * @returns false, also below `not`, where evaluation reaches anything unknown or malformed: an operator, a number of
 * operands, a path, a regular expression, operators nested deeper than 32
 */
export const matches = (rule: Rule, context: Context): boolean => {
  try {
    return isTrue(evaluate(rule, context, 1));
  } catch {
    // Silence is right: what the rule meant is unknown, so nobody is let in by mistake.
    return false;
  }
};

/**
 * The dotted paths of every `var` in a rule, in the order of a breadth-first walk, duplicates included.
 *
 * @returns paths as they stand in the rule; what is malformed has none
 */
export const paths = (rule: Rule): string[] => {
  const found: string[] = [];
  const nodes: unknown[] = [rule];
  for (const node of nodes) {
    if (!Object.is(node, Object(node))) continue;
    for (const [name, operand] of Object.entries(node as object)) {
      const path = Array.isArray(operand) ? operand[0] : operand;
      if (name === 'var' && typeof path === 'string') found.push(path);
      nodes.push(operand);
    }
  }
  return found;
};

/**
 * The first segments of every `var` in a rule: what has to be known before the rule can be answered.
 *
 * @returns names, possibly repeated; a rule without `var`, or with `{var: ''}` alone, has none
 */
export const namespaces = (rule: Rule): string[] => paths(rule).flatMap((path) => path.split('.', 1).filter(Boolean));

/** What a dotted path leads to over own enumerable properties, or undefined. The empty path is the context itself. */
export const read = (context: unknown, path: string): unknown => {
  if (!path) return context;
  let value = context;
  for (const name of path.split('.')) {
    // Enumerable keeps out the `length` of arrays.
    if (typeof value !== 'object' || !value || !Object.prototype.propertyIsEnumerable.call(value, name)) return;
    value = (value as Context)[name];
  }
  return value;
};

/**
 * Takes the value of the first operand, a function that evaluates another (once), the number of operands, the context
 * and the first operand as written.
 */
type Apply = (first: unknown, at: (index: number) => unknown, count: number, context: Context, raw: unknown) => unknown;

/** The least and the most operands, and what is made of them. */
type Operator = readonly [number, number, Apply];

const operators: { readonly [name: string]: Operator | null } = {
  // No prototype: `constructor` and the like are unknown operators.
  __proto__: null,
  var: [
    1,
    2,
    (path, at, count, context, raw) => {
      // A computed path could not be seen by `namespaces`.
      if (typeof path !== 'string' || path !== raw) throw path;
      const value = read(context, path);
      return value === undefined && count > 1 ? at(1) : value;
    },
  ],
  '==': [2, 2, (a, at) => isEqual(a, at(1))],
  '!=': [2, 2, (a, at) => !isEqual(a, at(1))],
  '===': [2, 2, (a, at) => isSame(a, at(1))],
  '!==': [2, 2, (a, at) => !isSame(a, at(1))],
  '<': [2, 3, (a, at, count) => isOrdered(a, at, count, (left, right) => left < right)],
  '<=': [2, 3, (a, at, count) => isOrdered(a, at, count, (left, right) => left <= right)],
  '>': [2, 3, (a, at, count) => isOrdered(a, at, count, (left, right) => left > right)],
  '>=': [2, 3, (a, at, count) => isOrdered(a, at, count, (left, right) => left >= right)],
  and: [
    1,
    Infinity,
    (value, at, count) => {
      for (let i = 1; i < count && isTrue(value); i++) value = at(i);
      return value;
    },
  ],
  or: [
    1,
    Infinity,
    (value, at, count) => {
      for (let i = 1; i < count && !isTrue(value); i++) value = at(i);
      return value;
    },
  ],
  not: [1, 1, (a) => !isTrue(a)],
  '!': [1, 1, (a) => !isTrue(a)],
  '!!': [1, 1, (a) => isTrue(a)],
  in: [2, 2, (a, at) => isIn(a, at(1))],
  if: [
    1,
    Infinity,
    (value, at, count) => {
      for (let i = 1; i < count; i += 2) {
        if (isTrue(value)) return at(i);
        value = i + 1 < count ? at(i + 1) : undefined;
      }
      return value;
    },
  ],
  startsWith: [2, 2, (a, at) => isText(a, at(1), (text, part) => text.startsWith(part))],
  endsWith: [2, 2, (a, at) => isText(a, at(1), (text, part) => text.endsWith(part))],
  matches: [
    2,
    2,
    (a, at) => {
      const pattern = at(1);
      // Compiled first: a malformed pattern counts also where there is no text to hold it against.
      return (
        typeof pattern === 'string' &&
        new RegExp(pattern).test(typeof a === 'string' ? a.slice(0, 1000) : '') &&
        typeof a === 'string'
      );
    },
  ],
};

const evaluate = (node: unknown, context: Context, depth: number): unknown => {
  if (typeof node !== 'object' || !node) return node;
  if (depth > 32) throw node;
  if (Array.isArray(node)) {
    const list: unknown[] = [];
    for (let i = 0; i < node.length; i++) list.push(evaluate(node[i], context, depth + 1));
    return list;
  }
  const names = Object.keys(node);
  const name = names[0];
  const operator = name !== undefined && names.length < 2 && operators[name];
  if (!operator) throw node;
  const operand: unknown = (node as Context)[name];
  const [least, most, apply] = operator;
  const isList = Array.isArray(operand);
  const count = isList ? operand.length : 1;
  // Only operators that take one operand may have it bare.
  if (count < least || count > most || !(isList || most < 3)) throw node;
  const raw: unknown = isList ? operand[0] : operand;
  return apply(
    evaluate(raw, context, depth + 1),
    (index) => evaluate(isList && operand[index], context, depth + 1),
    count,
    context,
    raw,
  );
};

const isTrue = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : !!value);

const isPrimitive = (value: unknown): boolean => Object(value) !== value;

const isEqual = (a: unknown, b: unknown): boolean =>
  // biome-ignore lint/suspicious/noDoubleEquals: the operator is JavaScript's loose equality
  isPrimitive(a) && isPrimitive(b) && a == b;

const isSame = (a: unknown, b: unknown): boolean => isPrimitive(a) && a === b;

const isIn = (a: unknown, b: unknown): boolean => {
  if (typeof b === 'string') return typeof a === 'string' && b.includes(a);
  if (Array.isArray(b)) for (let i = 0; i < b.length; i++) if (isSame(a, b[i])) return true;
  return false;
};

const isText = (a: unknown, b: unknown, test: (text: string, part: string) => boolean): boolean =>
  typeof a === 'string' && typeof b === 'string' && test(a, b);

const isOrdered = (
  a: unknown,
  at: (index: number) => unknown,
  count: number,
  test: (left: number, right: number) => boolean,
): boolean => {
  const b = toNumber(at(1));
  const c = count > 2 ? toNumber(at(2)) : undefined;
  return test(toNumber(a), b) && (c === undefined || test(b, c));
};

const toNumber = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value)) ? Number(value) : Number.NaN;

/** Linear in the length of the text, whatever it is. */
const NUMERIC = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
