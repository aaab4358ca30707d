/** Turns the expressions of targeting rules into rules; what has no form in one is refused by its name. */

import { parseExpressionAt } from 'acorn';
import { Untranslatable } from '../translation.js';

interface Part {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
  readonly raw?: string;
  readonly regex?: object;
  readonly name?: string;
  readonly operator?: string;
  readonly computed?: boolean;
  readonly left?: Part;
  readonly right?: Part;
  readonly argument?: Part;
  readonly expression?: Part;
  readonly object?: Part;
  readonly property?: Part;
  readonly callee?: Part;
  readonly arguments?: readonly Part[];
  readonly elements?: readonly Part[];
}

const COMPARED = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=']);

/** @param text JavaScript over `context`, which becomes the facts `user.*` */
export function toExpressionRule(text: string): unknown {
  let node: Part;
  try {
    node = parseExpressionAt(text, 0, { ecmaVersion: 2022 }) as never;
  } catch {
    throw new Untranslatable(`the expression ${text} is no JavaScript`);
  }
  if (text.slice(node.end).trim()) throw new Untranslatable(`the expression ${text} goes on behind its end`);
  return translate(node, text);
}

function translate(node: Part | undefined, text: string): unknown {
  const refuse = (what: string): never => {
    throw new Untranslatable(`the expression ${text} has ${what}, which rules do not have`);
  };
  if (!node) return refuse('nothing');
  const { operator = '', left, right, argument } = node;
  switch (node.type) {
    case 'Literal':
      return node.regex ? refuse('a regular expression') : node.value;
    case 'ArrayExpression':
      return (node.elements ?? []).map((one) => translate(one, text));
    case 'ChainExpression':
      return translate(node.expression, text);
    case 'MemberExpression':
      return { var: factOf(node) ?? refuse(text.slice(node.start, node.end)) };
    case 'UnaryExpression':
      return operator === '!' ? { not: translate(argument, text) } : refuse(operator);
    case 'LogicalExpression':
      if (operator === '??') return refuse('??');
      return { [operator === '&&' ? 'and' : 'or']: [translate(left, text), translate(right, text)] };
    case 'BinaryExpression':
      if (!COMPARED.has(operator)) return refuse(operator);
      return { [operator]: [translate(left, text), translate(right, text)] };
    case 'CallExpression': {
      const [needle, more] = node.arguments ?? [];
      const { object, property } = node.callee ?? {};
      const name = property?.name ?? '';
      if (!needle || more || !/^(includes|startsWith|endsWith)$/.test(name)) return refuse(`a call of ${name}`);
      const [whole, part] = [translate(object, text), translate(needle, text)];
      return name === 'includes' ? { in: [part, whole] } : { [name]: [whole, part] };
    }
    default:
      return refuse(text.slice(node.start, node.end));
  }
}

/** `context.attributes?.tier` is `user.tier`, `context.userId` is `user.userId`. */
function factOf(node: Part): string | undefined {
  const names: string[] = [];
  let at: Part | undefined = node;
  while (at?.type === 'MemberExpression') {
    const name: unknown = at.computed ? at.property?.value : at.property?.name;
    if (typeof name !== 'string') return undefined;
    names.unshift(name);
    at = at.object?.type === 'ChainExpression' ? at.object.expression : at.object;
  }
  if (at?.name !== 'context') return undefined;
  const path = names[0] === 'attributes' ? names.slice(1) : names;
  return path.length ? `user.${path.join('.')}` : undefined;
}
