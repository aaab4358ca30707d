/** Finds rules that are sound in form and cannot mean what they say: the same for everyone, or true for nobody. */

import { comparisons } from './comparison.js';
import { factOf } from './facts.js';
import { foreignFact } from './foreign.js';
import { type Finding, type Path, warning } from './problem.js';
import { fault, isNode, partsOf, readsFact, short } from './rulenode.js';
import { checkConjunction, checkDisjunction } from './together.js';

/** Everything in a rule that cannot depend on the visitor, can never hold, or names what is not there. */
export function checkMeaning(rule: unknown, path: Path): Finding[] {
  if (rule === null) return [];
  if (typeof rule === 'boolean') {
    const reason = rule ? 'lets everyone in: take it out' : 'lets nobody in: use status: paused';
    return [warning('rule-constant', path, { reason })];
  }
  return checkCondition(rule, path);
}

/** A value that is asked whether it is true. */
function checkCondition(node: unknown, path: Path, isWhole = true): Finding[] {
  if (typeof node === 'boolean' && !isWhole) return [];
  if (Array.isArray(node)) {
    return [fault('is a list, which is true for everyone: put and: or or: before its conditions', path)];
  }
  if (typeof node === 'string') return [fault(textWords(node), path)];
  if (!isNode(node)) return [fault(`is ${String(node)}, which is the same for everyone`, path)];
  const [operator, operands] = partsOf(node);
  if (operator === 'var') return checkFacts(node, path);
  if (!readsFact(node)) return [fault(constantWords(operator, operands), path)];
  return checkOperator(operator, operands, [...path, operator]);
}

function textWords(text: string): string {
  const same = 'which is the same for everyone';
  if (/^(?:yes|no|on|off|true|false)$/i.test(text)) {
    const meant = /^(?:yes|on|true)$/i.test(text);
    return `is the text ${text}, ${same}: write ${meant}, without quotes`;
  }
  const [, fact, sign, value] = /^([a-z]\w*(?:\.\w+)+)\s*(===?|!==?|>=?|<=?)\s*['"]?([^'"]+?)['"]?$/i.exec(text) ?? [];
  if (fact) return `is text, ${same}: write { '${sign}': [{ var: ${fact} }, ${value}] }`;
  if (/^\s*[{[]/.test(text)) return `is text, ${same}: write the rule without quotes around it`;
  return `is the text ${short(text)}, ${same}: a rule reads facts with { var: user.country }`;
}

function constantWords(operator: string, operands: readonly unknown[]): string {
  const name = operands.find((one): one is string => typeof one === 'string' && /^[a-z]\w*(?:\.\w+)+$/i.test(one));
  const advice = name === undefined ? 'a rule reads facts with { var: user.country }' : `write { var: ${name} }`;
  return `reads no fact, so ${operator} is the same for everyone: ${advice}`;
}

function checkOperator(operator: string, operands: readonly unknown[], path: Path): Finding[] {
  if (CONDITIONAL.has(operator)) return checkConditions(operator, operands, path);
  const found = operands.flatMap((one, at) => checkFacts(one, [...path, at]));
  // About a fact that does not exist there is nothing else to say.
  return found.length ? found : (comparisons[operator]?.(operands, path, operator) ?? []);
}

/** Operators whose operands are conditions of their own; of `if`, each value as well. */
const CONDITIONAL: ReadonlySet<string> = new Set(['and', 'or', 'not', '!', '!!', 'if']);

function checkConditions(operator: string, operands: readonly unknown[], path: Path): Finding[] {
  const found = operands.flatMap((one, at) => [
    ...checkCondition(one, [...path, at], false),
    ...checkDecided(operator, one, [...path, at]),
  ]);
  if (found.length) return found;
  return operator === 'and'
    ? checkConjunction(operands, path)
    : operator === 'or'
      ? checkDisjunction(operands, path)
      : [];
}

/** A condition that settles the whole, whatever the others say. */
function checkDecided(operator: string, value: unknown, path: Path): Finding[] {
  if (operator === 'and' && value === false)
    return [warning('rule-constant', path, { reason: 'lets nobody in, whatever else the rule says: take it out' })];
  return operator === 'or' && value === true
    ? [warning('rule-constant', path, { reason: 'lets everyone in, whatever else the rule says: take it out' })]
    : [];
}

/** Every `var` below a node names something that is there. */
function checkFacts(node: unknown, path: Path): Finding[] {
  if (Array.isArray(node)) return node.flatMap((one, at) => checkFacts(one, [...path, at]));
  if (!isNode(node)) return [];
  const [operator, operands] = partsOf(node);
  if (operator !== 'var') return checkOperator(operator, operands, [...path, operator]);
  const [name] = operands;
  if (typeof name === 'string' && /[\s,]/.test(name))
    return [fault(`${short(name)} is no name of a fact, which has no space and no comma in it`, [...path, 'var'])];
  if (typeof name !== 'string') return [];
  const known = factOf(name);
  if (known && 'fault' in known) return [fault(`${name} ${known.fault}`, [...path, 'var'])];
  const meant = foreignFact(name) ?? (known ? undefined : inLowerCase(name));
  const reason = `reads ${name}, which is there only where ${name.includes('.query.') ? 'an address has it' : 'your page sets it'}; did you mean ${meant}?`;
  return meant === undefined ? [] : [warning('rule-doubt', [...path, 'var'], { reason })];
}

/** The fact of fx that differs from a name in capitals alone: a page may have its own, so it is no fault. */
function inLowerCase(name: string): string | undefined {
  const lower = name.toLowerCase();
  const fact = lower === name ? undefined : factOf(lower);
  return fact && !('fault' in fact) ? lower : undefined;
}
