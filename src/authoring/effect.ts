/** Reads the code of variants for what does nothing, what does harm, and elements that are looked for too early. */

import type { Node } from 'acorn';
import { doubtCall, doubtLeaving, isSearch } from './calls.js';
import type { Within } from './problem.js';
import { childOf, childrenOf, FUNCTIONS, nodesAtOnce, nodesIn, nodesOf, type Tree } from './tree.js';
import { placeIn } from './within.js';

/** Something in a script that is sound as syntax. */
export interface CodeDoubt {
  readonly code: 'no-effect' | 'early-element' | 'doubt';
  readonly reason: string;
  readonly within: Within;
}

/**
 * @param text a function body whose syntax is sound
 * @param mayBeEarly whether it may run before the page is parsed
 */
export async function doubtCode(text: string, mayBeEarly: boolean): Promise<readonly CodeDoubt[]> {
  const { parse } = await import('acorn');
  const program = parseBody(parse, text);
  if (!program) return [];
  const body = nodesIn(program.body);
  const doubt = (code: CodeDoubt['code'], node: Node, reason: string): CodeDoubt => ({
    code,
    reason,
    within: placeIn(text, node.start),
  });
  if (!body.some(acts)) {
    const first = body.find(({ type }) => type !== 'EmptyStatement') ?? program;
    return [doubt('no-effect', first, emptyWords(body))];
  }
  const [all, atOnce] = [[...nodesOf(program)], [...nodesAtOnce(program)]];
  for (const [nodes, why] of [
    [all, doubtCall],
    [atOnce, doubtLeaving],
  ] as const)
    for (const node of nodes) {
      const reason = why(node);
      if (reason !== undefined) return [doubt('doubt', node, reason)];
    }
  const idle = all.find(isIdle);
  const returned = [...nodesOf(program, ownChildrenOf)].find(isValueReturned);
  const early = mayBeEarly && !READY.test(text) ? atOnce.find((node) => isSearch(node, text)) : undefined;
  return [
    ...(idle ? [doubt('no-effect', idle, idleWords(childOf(idle, 'expression')))] : []),
    ...(returned ? [doubt('no-effect', returned, returnWords(textOf(text, childOf(returned, 'argument'))))] : []),
    ...(early ? [doubt('early-element', early, earlyWords(textOf(text, early)))] : []),
  ];
}

/** Whoever reads these knows of the matter. */
const READY = /readyState|DOMContentLoaded|\bonload\b|['"`]load['"`]|\.when\s*\(|MutationObserver/;

function parseBody(parse: typeof import('acorn').parse, text: string): Tree | undefined {
  try {
    return parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
    }) as Node as Tree;
  } catch {
    return undefined; // What this parser takes for an error was named, or is known to browsers alone.
  }
}

const textOf = (text: string, node: Node | undefined): string => (node ? text.slice(node.start, node.end) : '');

/** What runs with a node: not the bodies of functions. */
const ownChildrenOf = (node: Tree): readonly Tree[] => (FUNCTIONS.test(node.type) ? [] : childrenOf(node));

/** Values that are no function, whatever happens: `return false` is a habit from handlers of events. */
const VALUES: ReadonlySet<string> = new Set(['Literal', 'TemplateLiteral', 'ObjectExpression', 'ArrayExpression']);

function isValueReturned(node: Tree): boolean {
  const argument = node.type === 'ReturnStatement' ? childOf(node, 'argument') : undefined;
  if (!argument) return false;
  return VALUES.has(argument.type) || (argument.type === 'UnaryExpression' && argument.operator === '!');
}

const returnWords = (value: string): string =>
  `returns ${value}, which does nothing: js may return a function that undoes it, or nothing`;

/** Nodes that do something to what lies outside of them, when they are run. */
const ACTS: ReadonlySet<string> = new Set([
  ...['CallExpression', 'NewExpression', 'AssignmentExpression', 'UpdateExpression', 'TaggedTemplateExpression'],
  ...['ImportExpression', 'ThrowStatement', 'AwaitExpression', 'YieldExpression', 'DebuggerStatement'],
]);

/** Whether running a node does anything. The body of a function does nothing until it is called, which is a call. */
function acts(node: Tree): boolean {
  for (const one of nodesOf(node, ownChildrenOf)) {
    const isDeleted = one.type === 'UnaryExpression' && one.operator === 'delete';
    if (ACTS.has(one.type) || isDeleted || (one.type === 'ReturnStatement' && one.argument !== null)) return true;
  }
  return false;
}

function emptyWords(body: readonly Tree[]): string {
  const [first] = body.filter(({ type }) => type !== 'EmptyStatement');
  if (!first) return 'holds no code that runs';
  const name = childOf(first, 'id')?.name;
  if (first.type === 'FunctionDeclaration')
    return `defines ${String(name)} and never calls it, so it does nothing: end it with ${String(name)}()`;
  const expression = childOf(first, 'expression');
  if (expression && FUNCTIONS.test(expression.type))
    return 'is a function that nothing calls: write what is inside of it alone';
  return expression ? idleWords(expression) : 'does nothing when it runs: it calls nothing and sets nothing';
}

/** Reading one of these makes a browser work out its layout, which is meant at times. */
const LAYOUT = /^(?:offset|client|scroll|inner)/;

/** A statement of which nothing comes. */
function isIdle(statement: Tree): boolean {
  const expression = childOf(statement, 'expression');
  if (statement.type !== 'ExpressionStatement' || !expression || statement.directive !== undefined) return false;
  const isLayout = expression.type === 'MemberExpression' && LAYOUT.test(String(childOf(expression, 'property')?.name));
  return !isLayout && !acts(expression);
}

function idleWords(expression: Tree | undefined): string {
  const [type, operator, value] = [expression?.type, expression?.operator, expression?.value];
  if (type === 'BinaryExpression' && /^===?$/.test(String(operator)))
    return `compares with ${String(operator)}, which changes nothing: one = sets a value`;
  if (type === 'MemberExpression' && /^[cm]?[jt]sx?$/.test(String(expression && childOf(expression, 'property')?.name)))
    return 'is the name of a file, and fx reads none: write the code itself';
  if (type === 'Identifier' || type === 'MemberExpression')
    return 'names something and does nothing with it: a call needs (), and a value is set with =';
  if (type === 'Literal' && typeof value === 'string') return 'is a text, and no code that does anything';
  return 'does nothing when it runs: it calls nothing and sets nothing';
}

const earlyWords = (call: string): string =>
  `looks for an element at once, and the page may not be parsed by then: use experiment.when(selector, callback) in place of ${call.length > 60 ? `${call.slice(0, 60)}…` : call}`;
