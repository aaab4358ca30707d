/** Recognises recipes that do nothing but leave the page for another address. */

import type { Expression, Node, Statement } from 'acorn';
import { unwrap, type WaveCode } from './code.js';

/** Where a recipe goes. */
export interface WaveRedirect {
  readonly redirect: string;
  /** Left out where the page's query goes along, which is the default. */
  readonly keepQuery?: false;
}

/**
 * The address of a recipe whose only statement goes there, undefined for any other code. A text that is written out, or
 * one with `location.search` behind it, is certain; whatever is computed stays code.
 */
export function redirectOf({ node }: WaveCode): WaveRedirect | undefined {
  if (!node || node.async || node.generator) return undefined;
  const expression = node.body.type === 'BlockStatement' ? onlyExpression(node.body.body) : node.body;
  const target = expression && targetOf(unwrap(expression));
  if (!target) return undefined;
  const text = textOf(target);
  if (text !== undefined) return isPlace(text) ? { redirect: text, keepQuery: false } : undefined;
  if (target.type !== 'BinaryExpression' || target.operator !== '+' || !isPage(target.right, 'search'))
    return undefined;
  const path = textOf(unwrap(target.left as Expression));
  return path !== undefined && isPlace(path) && !/[?#]/.test(path) ? { redirect: path } : undefined;
}

function onlyExpression(body: readonly Statement[]): Expression | undefined {
  const [first, second] = body;
  if (first?.type === 'ReturnStatement' && !second) return first.argument ?? undefined;
  const isEnd = second === undefined || (second.type === 'ReturnStatement' && !second.argument);
  return first?.type === 'ExpressionStatement' && isEnd ? first.expression : undefined;
}

/**
 * The address that a statement goes to: `location = x`, `location.href = x`, `location.replace(x)`,
 * `location.assign(x)`.
 */
function targetOf(node: Expression): Expression | undefined {
  if (node.type === 'AssignmentExpression' && node.operator === '=')
    return isPage(node.left) || isPage(node.left, 'href') ? unwrap(node.right) : undefined;
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return undefined;
  const [argument] = node.arguments;
  const isGoing = isPage(node.callee, 'replace') || isPage(node.callee, 'assign');
  return isGoing && argument && argument.type !== 'SpreadElement' ? unwrap(argument) : undefined;
}

/** `location`, `window.location` or `document.location`, or a member of it. */
function isPage(node: Node, member?: string): boolean {
  const path = pathOf(node);
  return (
    path !== undefined && path.replace(/^(?:window|document)\./, '') === (member ? `location.${member}` : 'location')
  );
}

function pathOf(given: Node): string | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined;
  const owner = pathOf(node.object);
  return owner === undefined ? undefined : `${owner}.${node.property.name}`;
}

function textOf(node: Expression): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node.type === 'TemplateLiteral' && !node.expressions.length
    ? (node.quasis[0]?.value.cooked ?? undefined)
    : undefined;
}

/**
 * From the root of this site: what is relative to the page depends on it, and another site has to be allowed in the
 * configuration first.
 */
const isPlace = (text: string): boolean => /^\/(?![/\\])[^\s\\]*$/.test(text);
