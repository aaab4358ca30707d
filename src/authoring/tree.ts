/** Walks the syntax tree of a script, which may be deeper than a stack: each call of a chain is one level. */

import type { Node } from 'acorn';

/** A node of any kind; what it holds is looked at by name. */
export interface Tree extends Node {
  readonly [field: string]: unknown;
}

/** Types of nodes that are functions. */
export const FUNCTIONS = /Function(?:Declaration|Expression)$/;

/** The node in a field, where there is one. */
export function childOf(node: Tree, field: string): Tree | undefined {
  const child = node[field];
  return isTree(child) ? child : undefined;
}

/** The nodes of a list, such as arguments. */
export const nodesIn = (value: unknown): readonly Tree[] => (Array.isArray(value) ? value.filter(isTree) : []);

/** What stands right below a node. */
export const childrenOf = (node: Tree): readonly Tree[] =>
  Object.values(node).flatMap((child) => (isTree(child) ? [child] : nodesIn(child)));

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';

/** A node, and what is below it, in the order of the text. */
export function* nodesOf(root: Tree, below: (node: Tree) => readonly Tree[] = childrenOf): Generator<Tree> {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    for (const child of below(node).toReversed()) waiting.push(child);
  }
}

/** The nodes that run at once: of functions those that are called where they stand, or by their name. */
export function nodesAtOnce(program: Tree): Generator<Tree> {
  const named = new Map(
    nodesIn(program.body)
      .filter(({ type }) => type === 'FunctionDeclaration')
      .map((one) => [childOf(one, 'id')?.name, one] as const),
  );
  const entered = new Set<Tree>();
  return nodesOf(program, (node) => {
    if (FUNCTIONS.test(node.type)) return [];
    const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined;
    const called = callee && (FUNCTIONS.test(callee.type) ? callee : named.get(callee.name));
    const body = called && !entered.has(called) ? childOf(called, 'body') : undefined;
    if (!called || !body) return childrenOf(node);
    entered.add(called);
    return [body, ...childrenOf(node)];
  });
}

/** `document.write` of its tree; empty where it is computed. */
export function dottedNameOf(tree: Tree | undefined): string {
  const parts: unknown[] = [];
  let node = tree;
  for (; node?.type === 'MemberExpression' && !node.computed; node = childOf(node, 'object'))
    parts.push(childOf(node, 'property')?.name);
  return node?.type === 'Identifier' ? [...parts, node.name].reverse().join('.') : '';
}
