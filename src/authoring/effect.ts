/** Reads the code of variants for what is written and does nothing, and for elements that are looked for too early. */

import type { Node } from 'acorn';
import { doubtCall, doubtLeaving } from './calls.js';
import type { Within } from './problem.js';

/** Something in a script that is sound as syntax. */
export interface CodeDoubt {
  readonly code: 'no-effect' | 'early-element' | 'doubt';
  readonly reason: string;
  readonly within: Within;
}

/** A node of any kind; what it holds is looked at by name. */
interface Tree extends Node {
  readonly [field: string]: unknown;
}

/**
 * @param text a function body whose syntax is sound
 * @param mayBeEarly whether it may run before the page is parsed
 */
export async function doubtCode(text: string, mayBeEarly: boolean): Promise<readonly CodeDoubt[]> {
  const { parse } = await import('acorn');
  const program = parseBody(parse, text);
  if (!program) return [];
  const body = listOf(program.body);
  const doubt = (code: CodeDoubt['code'], node: Node, reason: string): CodeDoubt => ({
    code,
    reason,
    within: placeOf(text, node.start),
  });
  if (!body.some(acts)) {
    const first = body.find(({ type }) => type !== 'EmptyStatement') ?? program;
    return [doubt('no-effect', first, emptyWords(body))];
  }
  const idle = statementsOf(program).find((one) => isIdle(one));
  const [harm] = [
    ...nodesOf(program, childrenOf).map((node) => ({ node, reason: doubtCall(node) })),
    ...nodesOf(program, runAtOnce).map((node) => ({ node, reason: doubtLeaving(node) })),
  ].filter(({ reason }) => reason !== undefined);
  if (harm) return [doubt('doubt', harm.node, harm.reason ?? '')];
  const early = mayBeEarly && !READY.test(text) ? elementsOf(body)[0] : undefined;
  return [
    ...(idle ? [doubt('no-effect', idle, idleWords(childOf(idle, 'expression')))] : []),
    ...(early ? [doubt('early-element', early, earlyWords(text.slice(early.start, early.end)))] : []),
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

/** Nodes that do something to what lies outside of them, when they are run. */
const ACTS: ReadonlySet<string> = new Set([
  ...['CallExpression', 'NewExpression', 'AssignmentExpression', 'UpdateExpression', 'TaggedTemplateExpression'],
  ...['ImportExpression', 'ThrowStatement', 'AwaitExpression', 'YieldExpression', 'DebuggerStatement'],
]);

const FUNCTIONS = /Function(?:Declaration|Expression)$/;

/** Whether running a node does anything. The body of a function does nothing until it is called, which is a call. */
function acts(node: Tree): boolean {
  if (ACTS.has(node.type)) return true;
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return true;
  if (node.type === 'ReturnStatement') return node.argument !== null;
  return !FUNCTIONS.test(node.type) && childrenOf(node).some(acts);
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

/** A node and what is below it. Chains of calls nest deeper than a stack. */
function nodesOf(node: Tree, below: (one: Tree) => readonly Tree[]): readonly Tree[] {
  const found = [node];
  for (const one of found) found.push(...below(one));
  return found;
}

/** Without functions that are not called where they stand: whoever clicks, say, calls them later. */
const runAtOnce = (node: Tree): readonly Tree[] =>
  childrenOf(node).filter((one) => !FUNCTIONS.test(one.type) || childOf(node, 'callee') === one);

/** Every statement, those inside of functions too. */
function statementsOf(node: Tree): readonly Tree[] {
  const inner = childrenOf(node).flatMap(statementsOf);
  return node.type === 'ExpressionStatement' ? [node, ...inner] : inner;
}

/** Searches for elements that happen at once, as far as functions are called where they stand, or by name. */
function elementsOf(body: readonly Tree[]): readonly Tree[] {
  const functions = new Map(
    body
      .filter(({ type }) => type === 'FunctionDeclaration')
      .map((one) => [String(childOf(one, 'id')?.name), childOf(one, 'body')] as const),
  );
  const entered = new Set<Tree>();
  const visit = (node: Tree): readonly Tree[] => {
    if (FUNCTIONS.test(node.type) || entered.has(node)) return [];
    if (node.type !== 'CallExpression') return childrenOf(node).flatMap(visit);
    const callee = childOf(node, 'callee');
    const called =
      callee && (FUNCTIONS.test(callee.type) ? childOf(callee, 'body') : functions.get(String(callee.name)));
    const own = called ? visit(called) : [];
    if (called) entered.add(called);
    return [...own, ...(isSearch(node) ? [node] : []), ...childrenOf(node).flatMap(visit)];
  };
  return body.flatMap(visit);
}

const SEARCHES = /^(?:querySelector(?:All)?|getElementById|getElementsBy(?:ClassName|TagName|Name))$/;
/** What is there before any script of the body runs. */
const ALWAYS = /^(?:html|head|:root)$/;

function isSearch(call: Tree): boolean {
  const callee = childOf(call, 'callee');
  // jQuery comes with the page, later than the tag.
  if (callee?.type === 'Identifier' && /^(?:\$|jQuery)$/.test(String(callee.name))) return true;
  if (callee?.type !== 'MemberExpression' || !SEARCHES.test(String(childOf(callee, 'property')?.name))) return false;
  const selector = listOf(call.arguments)[0]?.value;
  return childOf(callee, 'object')?.name === 'document' && !(typeof selector === 'string' && ALWAYS.test(selector));
}

const earlyWords = (call: string): string =>
  `looks for an element at once, and the page may not be parsed by then: use experiment.when(selector, callback) in place of ${call.length > 60 ? `${call.slice(0, 60)}…` : call}`;

function childOf(node: Tree, field: string): Tree | undefined {
  const child = node[field];
  return isTree(child) ? child : undefined;
}

const listOf = (value: unknown): readonly Tree[] => (Array.isArray(value) ? value.filter(isTree) : []);

const childrenOf = (node: Tree): readonly Tree[] =>
  Object.values(node).flatMap((child) => (Array.isArray(child) ? child.filter(isTree) : isTree(child) ? [child] : []));

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';

function placeOf(text: string, offset: number): Within {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}
