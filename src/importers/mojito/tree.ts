/** Recognises in parsed code what trigger functions of Mojito are made of. */

import type { CallExpression, Expression, Function as FunctionNode, Node } from 'acorn';
import { unwrap } from './code.js';
import type { WavePart } from './pattern.js';

/** What names stand for in a scope: constants and functions of the trigger function. */
export interface Names {
  /** The name of the test object. */
  readonly test: string;
  readonly meanings: Map<string, Meaning>;
}

/** What a name stands for, and the names that it was written among. */
export interface Meaning {
  readonly node: Expression | FunctionNode;
  readonly names: Names;
}

/** A scope without names of its own. */
export const withoutNames = (): Names => ({ test: '', meanings: new Map() });

/** How long Mojito's `waitUntil` looks where it is given no timeout, in milliseconds. */
export const WAIT_UNTIL_MS = 2000;

/** The dotted path of an expression, names of the function resolved; undefined where it has none. */
export function pathOf(given: Node, names: Names): string | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'Identifier') {
    const meaning = names.meanings.get(node.name);
    return meaning ? pathOf(meaning.node, meaning.names) : node.name;
  }
  if (node.type !== 'MemberExpression' || node.optional || node.object.type === 'Super') return undefined;
  const owner = pathOf(node.object, names);
  const key = node.computed
    ? textOf(node.property)
    : node.property.type === 'Identifier'
      ? node.property.name
      : undefined;
  return owner === undefined || key === undefined || key.includes('.') ? undefined : `${owner}.${key}`;
}

/** Stands for the test object, whatever the function calls it: no global has such a name. */
export const TEST = '#test';

/** The path without what leads to the same thing from the window. */
export function globalOf(node: Node, names: Names): string | undefined {
  const path = pathOf(node, names)
    ?.replace(/^window\.(?=.)/, '')
    .replace(/^document\.location(?=\.|$)/, 'location');
  return path === names.test || path?.startsWith(`${names.test}.`) ? `${TEST}${path.slice(names.test.length)}` : path;
}

/** The part of the address that an expression reads. */
export function addressOf(node: Node, names: Names): WavePart | undefined {
  const path = globalOf(node, names);
  return path !== undefined && path in PARTS ? PARTS[path as keyof typeof PARTS] : undefined;
}

const PARTS = {
  'location.pathname': 'pathname',
  'location.search': 'search',
  'location.hash': 'hash',
  'location.href': 'href',
} as const;

/** A call of a method: what it is called on, its name and its arguments. */
export interface Method {
  readonly owner: Expression;
  readonly name: string;
  readonly given: readonly Expression[];
}

/** The method that an expression calls; undefined where it calls none. */
export function methodOf(given: Node): Method | undefined {
  const node = unwrap(given as Expression);
  if (node.type !== 'CallExpression' || node.optional) return undefined;
  const callee = unwrap(node.callee as Expression);
  const args = argumentsOf(node);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || !args) return undefined;
  if (callee.object.type === 'Super' || callee.property.type !== 'Identifier') return undefined;
  return { owner: callee.object, name: callee.property.name, given: args };
}

/** The arguments of a call; undefined where some are spread. */
export function argumentsOf(node: CallExpression): readonly Expression[] | undefined {
  const given = node.arguments.filter((one) => one.type !== 'SpreadElement');
  return given.length === node.arguments.length ? given : undefined;
}

/** Text that is written out. */
export function textOf(given: Node | undefined): string | undefined {
  const node = given && unwrap(given as Expression);
  if (node?.type === 'TemplateLiteral')
    return node.expressions.length ? undefined : (node.quasis[0]?.value.cooked ?? undefined);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** A number that is written out. */
export function numberOf(given: Node | undefined): number | undefined {
  const node = given && unwrap(given as Expression);
  if (node?.type === 'UnaryExpression' && node.operator === '-') {
    const number = numberOf(node.argument);
    return number === undefined ? undefined : -number;
  }
  return node?.type === 'Literal' && typeof node.value === 'number' ? node.value : undefined;
}

/** Whether an expression is `null`, or `undefined`. */
export function isNothing(given: Node | undefined): boolean {
  const node = given && unwrap(given as Expression);
  return (
    (node?.type === 'Literal' && node.raw === 'null') || (node?.type === 'Identifier' && node.name === 'undefined')
  );
}

/** A regular expression that is written out. */
export function regexOf(given: Node | undefined): { readonly pattern: string; readonly flags: string } | undefined {
  const node = given && unwrap(given as Expression);
  return node?.type === 'Literal' && 'regex' in node ? (node.regex ?? undefined) : undefined;
}

/** The selector that an expression looks for in the document, where it is true as soon as there is such an element. */
export function queryOf(given: Node, names: Names): string | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = unwrap(node.argument);
    return inner.type === 'UnaryExpression' && inner.operator === '!' ? queryOf(inner.argument, names) : undefined;
  }
  if (node.type === 'BinaryExpression') {
    const isCount = node.operator === '>' && numberOf(node.right) === 0;
    if (isCount) return countedOf(node.left, names);
    return /^!==?$/.test(node.operator) && isNull(node.right) ? elementOf(node.left, names) : undefined;
  }
  return elementOf(node, names) ?? countedOf(node, names);
}

const isNull = (node: Node): boolean => isNothing(node) && unwrap(node as Expression).type === 'Literal';

function elementOf(node: Node, names: Names): string | undefined {
  return selectorOf(node, 'querySelector', names);
}

function countedOf(given: Node, names: Names): string | undefined {
  const node = unwrap(given as Expression);
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined;
  return node.property.name === 'length' ? selectorOf(node.object, 'querySelectorAll', names) : undefined;
}

function selectorOf(node: Node, wanted: string, names: Names): string | undefined {
  const method = methodOf(node);
  if (method?.name !== wanted || method.given.length !== 1 || globalOf(method.owner, names) !== 'document')
    return undefined;
  return textOf(method.given[0]);
}

/** What a function without parameters answers, where that is all it does. */
export function onlyAnswer(node: FunctionNode | undefined): Expression | undefined {
  if (!node || node.async || node.generator || node.params.length) return undefined;
  if (node.body.type !== 'BlockStatement') return node.body;
  const [only, ...others] = node.body.body;
  return only?.type === 'ReturnStatement' && !others.length ? (only.argument ?? undefined) : undefined;
}
