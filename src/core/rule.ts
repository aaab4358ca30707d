/** Answers a targeting rule, a JSONLogic-style tree, over what is known about one visitor. */

import { pathGlob } from './glob.js';
import { type Tester, versionRange } from './semver.js';
import type { Context, Rule } from './types.js';

/**
 * Whether a rule holds. It never throws, reads own properties only and visits each node at most once.
 *
 * @param rule the tree; a literal answers for itself by JSONLogic's truthiness (`[]` is false, `"0"` is true)
 * @param context what `var` reads, getters included, and only when it does
 * @returns false, also below `not`, where evaluation reaches anything unknown or malformed: an operator, a number of
 * operands, a path, a regular expression, operators and lists nested deeper than 32
 */
export const matches = (rule: Rule, context: Context): boolean => compileRule(rule)(context);

/** `matches` in two steps, for a rule that is asked often. The rule must not change afterwards. */
export const compileRule = (rule: Rule): ((context: Context) => boolean) => {
  let answer: Answer | undefined;
  return (context) => {
    try {
      answer ??= build(rule, 1);
      return isTrue(answer(context));
    } catch {
      // Silence is right: what the rule means is not known, so nobody is let in by mistake.
      return false;
    }
  };
};

/**
 * The first segment of every `var` in a rule: what has to be known before it can be answered.
 *
 * @returns names, possibly repeated; `{var: ''}`, a path that is computed and what is malformed have none
 */
export const namespaces = (rule: Rule): string[] => {
  const found: string[] = [];
  const nodes: unknown[] = [rule];
  // The list grows while it is walked.
  for (const node of nodes)
    if (isObject(node))
      for (const [name, operand] of Object.entries(node)) {
        const [path]: unknown[] = [operand].flat();
        if (name === 'var' && isText(path) && path) found.push(...path.split('.', 1));
        nodes.push(operand);
      }
  return found;
};

/** The value of a node. It throws where that is unknown or malformed. */
type Answer = (context: Context) => unknown;

const build = (node: unknown, depth: number): Answer => {
  if (!isObject(node)) return () => node;
  if (depth > 32) return fail;
  const each = (nodes: readonly unknown[]): Answer[] => nodes.map((child) => build(child, depth + 1));
  if (Array.isArray(node)) {
    const list = node.slice();
    if (!list.some(isObject)) return () => list;
    const items = each(list);
    return (context) => items.map((item) => item(context));
  }
  const [[name, operand] = [''], more] = Object.entries(node);
  // An unknown operator takes no operands, so that its rule fails.
  const [most, make] = (!more && operators[name]) || [0, readPath];
  // Only what takes any number of operands may not have one bare.
  const list: readonly unknown[] = Array.isArray(operand) ? operand : most > 3 ? [] : [operand];
  return list.length && list.length <= most ? make(name, ...each(list)) : fail;
};

/**
 * Makes the answer of one family of operators, told apart by name. An operand that is missing throws when it is asked,
 * since it is no function.
 */
type Make = (name: string, ...operands: Answer[]) => Answer;

const fail: Answer = () => {
  throw fail;
};

const readPath: Make = (_, path, fallback?: Answer) => {
  const split = remember((text) => (text ? text.split('.') : []));
  return (context) => {
    let value: unknown = context;
    for (const name of split(path(context)))
      value = isObject(value) && hasOwn(value, name) ? (value as Context)[name] : undefined;
    return value === undefined && fallback ? fallback(context) : value;
  };
};

/** JavaScript's equality of primitives; objects and lists equal nothing. */
const equate: Make = (name, left, right) => (context) => {
  const a = left(context);
  const b = right(context);
  // biome-ignore lint/suspicious/noDoubleEquals: the operator is JavaScript's loose equality
  return (!isObject(a) && !isObject(b) && (name[2] ? a === b : a == b)) === name >= '=';
};

/** Numbers in an order, or, by the operators that are words, points in time. */
const compare: Make = (name, left, middle, right?: Answer) => {
  const read = name > 'a' ? toTime : toNumber;
  const test = (a: number, b: number): boolean =>
    (name < '=' || name > 'b' ? a < b : a > b) || (name[1] === '=' && a === b);
  return (context) => {
    const a = read(left(context));
    const b = read(middle(context));
    const c = right && read(right(context));
    return test(a, b) && (c === undefined || test(b, c));
  };
};

/** The operand that decides, or the last. */
const until: Make =
  (name, ...operands) =>
  (context) => {
    let value: unknown;
    for (const operand of operands) {
      value = operand(context);
      if (isTrue(value) === (name === 'or')) break;
    }
    return value;
  };

const negate: Make = (name, operand) => (context) => isTrue(operand(context)) === (name === '!!');

/** Pairs of condition and value, in turn; where none holds, what is left over. */
const choose = (name: string, test?: Answer, value?: Answer, ...rest: Answer[]): Answer => {
  const other = value && choose(name, ...rest);
  return (context) => (other && !isTrue(test?.(context)) ? other : (value ?? test))?.(context);
};

/** Membership, or one of the three ways in which a text may be part of a text. */
const contain: Make = (name, left, right) => (context) => {
  const a = left(context);
  const b = right(context);
  if (Array.isArray(b) && name === 'in') return b.some((item) => !isObject(a) && a === item);
  return isText(a) && isText(b) && (name === 'in' ? b.includes(a) : a[name as 'startsWith' | 'endsWith'](b));
};

/** What a pattern is read by. */
const readers: { readonly [name: string]: (pattern: string) => Tester } = {
  matches: (pattern) => new RegExp(pattern),
  semver: versionRange,
  glob: pathGlob,
};

const search: Make = (name, left, right) => {
  const read = remember(readers[name] as (typeof readers)[string]);
  return (context) => {
    const text = left(context);
    const pattern = right(context);
    if (!isText(pattern)) return false;
    // Before the text is looked at: a malformed pattern counts where there is no text, too.
    const compiled = read(pattern);
    return isText(text) && compiled.test(text.slice(0, 1000));
  };
};

/** The most operands, and what is made of them. */
const operators: { readonly [name: string]: readonly [number, Make] | null } = {
  // Without it, `constructor` would be an operator.
  __proto__: null,
  var: [2, readPath],
  '==': [2, equate],
  '!=': [2, equate],
  '===': [2, equate],
  '!==': [2, equate],
  '<': [3, compare],
  '<=': [3, compare],
  '>': [3, compare],
  '>=': [3, compare],
  before: [2, compare],
  after: [2, compare],
  and: [Infinity, until],
  or: [Infinity, until],
  not: [1, negate],
  '!': [1, negate],
  '!!': [1, negate],
  in: [2, contain],
  if: [Infinity, choose],
  startsWith: [2, contain],
  endsWith: [2, contain],
  matches: [2, search],
  semver: [2, search],
  glob: [2, search],
};

/** Makes something of a text, anew only when the text is another. */
const remember = <T>(make: (text: string) => T): ((text: unknown) => T) => {
  let last: string;
  let made: T;
  return (text) => {
    if (!isText(text)) throw text;
    if (last !== text) made = make(text);
    last = text;
    return made;
  };
};

/** NaN for what is not a number. The pattern takes linear time on any text. */
const toNumber = (value: unknown): number =>
  // Keeps out what only JavaScript takes for a number: blanks, `Infinity`, `0x10`.
  Number(typeof value === 'number' || (isText(value) && /^\s*[+.\d-][^a-df-z]*$/i.test(value)) ? value : undefined);

/**
 * Milliseconds since 1970 of a number, of an ISO date (its first moment in UTC) and of an ISO date and time with its
 * zone. Whatever else engines take for a date is NaN: they do not agree on it.
 */
const toTime = (value: unknown): number => (isText(value) ? Date.parse(ISO.test(value) ? value : '') : toNumber(value));

const ISO = /^\d{4}-\d\d-\d\d($|T[\d:.]+(Z|[+-]\d\d:\d\d)$)/;

const isTrue = (value: unknown): boolean => !!(Array.isArray(value) ? value.length : value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The length of an array is not a fact about a visitor. */
const hasOwn = (value: object, name: string): boolean =>
  Object.prototype.hasOwnProperty.call(value, name) && !(name === 'length' && Array.isArray(value));
