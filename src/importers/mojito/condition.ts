/** Turns a condition on the address into `urlMatch` triggers, where it says exactly that. */

import type { BinaryExpression, Expression, Node } from 'acorn';
import type { TriggerSpec } from '../../authoring/checks.js';
import { unwrap } from './code.js';
import { all, any } from './combine.js';
import { fromRegex, fromText, type PatternComparison, type WavePart } from './pattern.js';
import { addressOf, isNothing, methodOf, type Names, numberOf, regexOf, textOf } from './tree.js';

/**
 * The trigger that holds where a condition is true.
 *
 * @param isWanted false: where it is false
 * @returns undefined where no trigger means the same
 */
export function toCondition(given: Node, isWanted: boolean, names: Names): TriggerSpec | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'UnaryExpression' && node.operator === '!') return toCondition(node.argument, !isWanted, names);
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const [left, right] = [toCondition(node.left, isWanted, names), toCondition(node.right, isWanted, names)];
    if (!left || !right) return undefined;
    return (node.operator === '&&') === isWanted ? all([left, right]) : any([left, right]);
  }
  if (node.type === 'BinaryExpression') return fromBinary(node, isWanted, names);
  return isWanted ? fromTruth(node, names) : undefined;
}

/** The trigger for an expression that is a condition by itself: a call that answers, or `~` of an index. */
function fromTruth(node: Expression, names: Names): TriggerSpec | undefined {
  if (node.type === 'UnaryExpression' && node.operator === '~') {
    const found = placeOf(node.argument, names);
    return found?.('contains');
  }
  const method = methodOf(node);
  if (method?.given.length !== 1) return undefined;
  const { owner, name, given } = method;
  const comparison = METHODS.get(name);
  if (comparison)
    return (
      compare(owner, comparison, given[0], names) ?? (name === 'includes' ? isOneOf(owner, given[0], names) : undefined)
    );
  if (name === 'test') return match(given[0], owner, names);
  return name === 'match' ? match(owner, given[0], names) : undefined;
}

const METHODS: ReadonlyMap<string, PatternComparison> = new Map([
  ['includes', 'contains'],
  ['startsWith', 'starts'],
  ['endsWith', 'ends'],
]);

function fromBinary(
  { left, operator, right }: BinaryExpression,
  isWanted: boolean,
  names: Names,
): TriggerSpec | undefined {
  if (left.type === 'PrivateIdentifier') return undefined;
  const isEqual = /^===?$/.test(operator);
  if (isEqual || /^!==?$/.test(operator)) {
    if (isNothing(right)) {
      // Of all that match answers only null equals null.
      const isMatch = methodOf(left)?.name === 'match' && (operator.length === 2 || unwrap(right).type === 'Literal');
      return isMatch && isEqual !== isWanted ? fromTruth(unwrap(left), names) : undefined;
    }
    const same = compare(left, 'is', right, names) ?? compare(right, 'is', left, names);
    if (same) return isEqual === isWanted ? same : undefined;
  }
  const place = placeOf(left, names);
  const comparison = place && COMPARED.get(`${operator} ${numberOf(right)} ${isWanted}`);
  return comparison && place(comparison);
}

/** What a comparison of a place with a number says, for being true and for being false. */
const COMPARED: ReadonlyMap<string, PatternComparison> = new Map([
  ['> -1 true', 'contains'],
  ['>= 0 true', 'contains'],
  ['!== -1 true', 'contains'],
  ['!= -1 true', 'contains'],
  ['=== -1 false', 'contains'],
  ['== -1 false', 'contains'],
  ['< 0 false', 'contains'],
  ['<= -1 false', 'contains'],
  ['=== 0 true', 'starts'],
  ['== 0 true', 'starts'],
  ['!== 0 false', 'starts'],
  ['!= 0 false', 'starts'],
]);

/** `indexOf` of the address, or of a list that the address is looked for in. */
function placeOf(given: Node, names: Names): ((comparison: PatternComparison) => TriggerSpec | undefined) | undefined {
  const method = methodOf(given);
  if (method?.name !== 'indexOf' || method.given.length !== 1) return undefined;
  const { owner, given: args } = method;
  return (comparison) =>
    compare(owner, comparison, args[0], names) ??
    (comparison === 'contains' ? isOneOf(owner, args[0], names) : undefined);
}

function compare(
  address: Node,
  comparison: PatternComparison,
  given: Node | undefined,
  names: Names,
): TriggerSpec | undefined {
  const part = addressOf(address, names);
  const text = textOf(given);
  return part && text !== undefined ? toTrigger(part, (one) => fromText(one, comparison, text)) : undefined;
}

function match(address: Node | undefined, given: Node | undefined, names: Names): TriggerSpec | undefined {
  const part = address && addressOf(address, names);
  const regex = regexOf(given);
  return part && regex ? toTrigger(part, (one) => fromRegex(one, regex.pattern, regex.flags)) : undefined;
}

/** A list that is written out, and the address among its members. */
function isOneOf(given: Node, address: Node | undefined, names: Names): TriggerSpec | undefined {
  const list = unwrap(given as Expression);
  if (list.type !== 'ArrayExpression' || !list.elements.length || !address) return undefined;
  const members = list.elements.map((one) => (one && compare(address, 'is', one, names)) ?? undefined);
  const known = members.filter((one) => one !== undefined);
  return known.length === members.length ? any(known) : undefined;
}

function toTrigger(part: WavePart, make: (part: WavePart) => ReturnType<typeof fromText>): TriggerSpec | undefined {
  const pattern = make(part);
  return pattern && { kind: 'urlMatch', ...pattern };
}
