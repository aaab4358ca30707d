/** Names calls in the code of variants that do harm in a page, or that no browser has. */

import type { Node } from 'acorn';

/** A node of any kind; what it holds is looked at by name. */
interface Tree extends Node {
  readonly [field: string]: unknown;
}

/** Why a call can hardly be meant, whenever it is made; undefined where nothing speaks against it. */
export function doubtCall(node: Node): string | undefined {
  const tree = node as Tree;
  if (tree.type !== 'CallExpression') return undefined;
  const name = nameOf(tree.callee);
  if (/^document\.(?:write|writeln|open)$/.test(name))
    return `calls ${name}, which browsers ignore or which empties the page: write op: injectHTML`;
  // With a list it asks the loader of modules that the page has.
  return name === 'require' && typeof firstOf(tree).value === 'string'
    ? 'calls require, which no browser has: write what is needed into the code'
    : undefined;
}

/** Why a page should not be left so, where that happens as soon as the code runs. */
export function doubtLeaving(node: Node): string | undefined {
  const tree = node as Tree;
  const isCall = tree.type === 'CallExpression';
  const name = isCall ? nameOf(tree.callee) : tree.type === 'AssignmentExpression' ? nameOf(tree.left) : '';
  const to = isCall ? firstOf(tree).value : (tree.right as Tree | undefined)?.value;
  // A part of the same page.
  if (typeof to === 'string' && to.startsWith('#')) return undefined;
  return (isCall ? LEAVE : LOCATION).test(name)
    ? `leaves the page by ${name}, before anybody is counted: write redirect: with the address in place of js`
    : undefined;
}

const LOCATION = /^(?:(?:window|self|top|document)\.)?location(?:\.href)?$/;
const LEAVE = /^(?:(?:window|self|top|document)\.)?location\.(?:assign|replace)$/;

const firstOf = (call: Tree): Partial<Tree> => (call.arguments as readonly Tree[])[0] ?? {};

/** `document.write` of its tree; empty where it is computed. */
function nameOf(value: unknown): string {
  const tree = value as Tree | undefined;
  if (tree?.type === 'Identifier') return String(tree.name);
  if (tree?.type !== 'MemberExpression' || tree.computed) return '';
  const owner = nameOf(tree.object);
  return owner && `${owner}.${String((tree.property as Tree).name)}`;
}
