/** Names calls in the code of variants that do harm in a page, or that no browser has. */

import type { Node } from 'acorn';

/** A node of any kind; what it holds is looked at by name. */
interface Tree extends Node {
  readonly [field: string]: unknown;
}

/** Why a call or an assignment can hardly be meant; undefined where nothing speaks against it. */
export function doubtCall(node: Node): string | undefined {
  const tree = node as Tree;
  if (tree.type === 'CallExpression') return callWords(nameOf(tree.callee));
  const target = tree.type === 'AssignmentExpression' ? nameOf(tree.left) : '';
  return LOCATION.test(target) ? leaveWords(target) : undefined;
}

const LOCATION = /^(?:(?:window|self|top|document)\.)?location(?:\.href)?$/;

const leaveWords = (name: string): string =>
  `leaves the page by ${name}, before anybody is counted: write redirect: with the address in place of js`;

function callWords(name: string): string | undefined {
  if (/^document\.(?:write|writeln|open)$/.test(name))
    return `calls ${name}, which browsers ignore or which empties the page: write op: injectHTML`;
  if (name === 'require') return 'calls require, which no browser has: write what is needed into the code';
  return /^(?:(?:window|self|top|document)\.)?location\.(?:assign|replace)$/.test(name) ? leaveWords(name) : undefined;
}

/** `document.write` of its tree; empty where it is computed. */
function nameOf(value: unknown): string {
  const tree = value as Tree | undefined;
  if (tree?.type === 'Identifier') return String(tree.name);
  if (tree?.type !== 'MemberExpression' || tree.computed) return '';
  const owner = nameOf(tree.object);
  return owner && `${owner}.${String((tree.property as Tree).name)}`;
}
