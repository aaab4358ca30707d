/** Finds rules that are sound in form and cannot mean what they say: the same for everyone, or true for nobody. */

import { type FactKind, factOf } from './facts.js';
import { error, type Finding, type Path, warning } from './problem.js';

/** Everything in a rule that cannot depend on the visitor, can never hold, or names what is not there. */
export function checkMeaning(rule: unknown, path: Path): Finding[] {
  if (rule === null) return [];
  if (typeof rule === 'boolean') {
    const reason = rule ? 'lets everyone in: take it out' : 'lets nobody in: use status: paused';
    return [warning('rule-constant', path, { reason })];
  }
  return checkCondition(rule, path);
}

const fault = (reason: string, path: Path): Finding => error('rule', path, { reason });

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
  if (/^\s*[{[]/.test(text)) return `is text, ${same}: write the rule without quotes around it`;
  return `is the text ${short(text)}, ${same}: a rule reads facts with { var: user.country }`;
}

function constantWords(operator: string, operands: readonly unknown[]): string {
  const name = operands.find((one): one is string => typeof one === 'string' && /^[a-z]\w*(?:\.\w+)+$/i.test(one));
  const advice = name === undefined ? 'a rule reads facts with { var: user.country }' : `write { var: ${name} }`;
  return `reads no fact, so ${operator} is the same for everyone: ${advice}`;
}

type Check = (operands: readonly unknown[], path: Path, operator: string) => Finding[];

function checkOperator(operator: string, operands: readonly unknown[], path: Path): Finding[] {
  return checks[operator]?.(operands, path, operator) ?? operands.flatMap((one, at) => checkFacts(one, [...path, at]));
}

/** Each operand is a condition of its own; of `if`, each value as well. */
const checkConditions: Check = (operands, path, operator) => [
  ...operands.flatMap((one, at) => checkCondition(one, [...path, at], false)),
  ...(operator === 'and' ? checkTogether(operands, path) : []),
];

/** Conditions that hold one by one, and never together. */
function checkTogether(operands: readonly unknown[], path: Path): Finding[] {
  const wanted = new Map<string, unknown>();
  return operands.flatMap((one, at) => {
    const [operator, sides] = isNode(one) ? partsOf(one) : ['', []];
    if (operator !== '==' && operator !== '===') return [];
    const fact = JSON.stringify(sides.find(readsFact));
    const value = sides.find((side) => !readsFact(side));
    if (fact === undefined || value === undefined) return [];
    const other = wanted.get(fact);
    wanted.set(fact, value);
    return other === undefined || String(other) === String(value)
      ? []
      : [
          fault(`can never hold together with the condition that the same fact is ${short(String(other))}`, [
            ...path,
            at,
          ]),
        ];
  });
}

const checkEqual: Check = (operands, path, operator) => {
  const literal = operands.findIndex((one) => !readsFact(one));
  const found = operands.flatMap((one, at) => checkFacts(one, [...path, at]));
  if (literal < 0 || found.length) return found;
  const value = operands[literal];
  const at = [...path, literal];
  if (typeof value === 'object' && value !== null) {
    return [
      fault(
        `is a ${Array.isArray(value) ? 'list' : 'rule'}, which equals nothing: use in to look for one of several`,
        at,
      ),
    ];
  }
  const kind = kindOf(operands[1 - literal]);
  return kind && !canEqual(kind, value, operator.length > 2) ? [fault(neverWords(kind, value), at)] : [];
};

const checkOrder: Check = (operands, path, operator) => {
  const found = operands.flatMap((one, at) => checkFacts(one, [...path, at]));
  const [low, , high] = operands.map((one) => (isNumeric(one) ? Number(one) : Number.NaN));
  if (
    operands.length === 3 &&
    low !== undefined &&
    high !== undefined &&
    low !== high &&
    low > high === operator < '='
  ) {
    return [
      fault(`asks for something between ${low} and ${high}, which nothing is: write them the other way round`, path),
    ];
  }
  return [
    ...found,
    ...operands.flatMap((one, at) => (readsFact(one) || isNumeric(one) ? [] : [fault(orderWords(one), [...path, at])])),
  ];
};

function orderWords(value: unknown): string {
  const words = 'which this operator does not compare: it compares numbers';
  if (typeof value !== 'string') return `is no number, ${words}`;
  if (/^\d{4}-\d\d(?:-\d\d|$)/.test(value))
    return `is a date, ${words}; give the date as a number fact, in milliseconds since 1970`;
  if (/^v?\d+\.\d+\.\d/.test(value)) return `is a version, ${words}; give the version as a number fact`;
  return `is the text ${short(value)}, ${words}`;
}

const checkIn: Check = ([needle, haystack], path) => {
  const found = [...checkFacts(needle, [...path, 0]), ...checkFacts(haystack, [...path, 1])];
  if (found.length) return found;
  if (Array.isArray(needle)) {
    return [fault('is a list, and no list is in anything: the fact comes first, and the list second', [...path, 0])];
  }
  if (readsFact(haystack)) return [];
  if (typeof haystack === 'string')
    return haystack === '' ? [fault('is empty, so nothing is in it', [...path, 1])] : [];
  if (!Array.isArray(haystack)) return [fault('must be a list, or a text that holds the fact', [...path, 1])];
  if (!haystack.length) return [fault('is empty, so nothing is in it', [...path, 1])];
  return checkMembers(haystack, kindOf(needle), [...path, 1]);
};

function checkMembers(members: readonly unknown[], kind: FactKind | undefined, path: Path): Finding[] {
  const others = members.flatMap((value, at): Finding[] => {
    if (typeof value === 'object' && value !== null)
      return [fault('is no single value, and equals nothing', [...path, at])];
    return kind && !canEqual(kind, value, true) ? [fault(neverWords(kind, value), [...path, at])] : [];
  });
  if (others.length || kind) return others;
  const alone = members.find((value) => typeof value === 'number' && !members.includes(String(value)));
  return alone === undefined ? [] : [warning('number-in-list', path, { value: String(alone) })];
}

/** Texts that are compared with texts. */
const checkTexts: Check = (operands, path) => [
  ...operands.flatMap((one, at) => checkFacts(one, [...path, at])),
  ...operands.flatMap((one, at) => {
    const kind = kindOf(one);
    if (kind && kind.type !== 'string')
      return [fault(`is a ${kind.type}, and this operator is about texts`, [...path, at])];
    return readsFact(one) || typeof one === 'string' ? [] : [fault('must be text', [...path, at])];
  }),
];

const checks: { readonly [operator: string]: Check | undefined } = {
  and: checkConditions,
  or: checkConditions,
  not: checkConditions,
  '!': checkConditions,
  '!!': checkConditions,
  if: checkConditions,
  '==': checkEqual,
  '!=': checkEqual,
  '===': checkEqual,
  '!==': checkEqual,
  '<': checkOrder,
  '<=': checkOrder,
  '>': checkOrder,
  '>=': checkOrder,
  in: checkIn,
  startsWith: checkTexts,
  endsWith: checkTexts,
  matches: checkTexts,
};

/** Every `var` below a node names something that is there. */
function checkFacts(node: unknown, path: Path): Finding[] {
  if (Array.isArray(node)) return node.flatMap((one, at) => checkFacts(one, [...path, at]));
  if (!isNode(node)) return [];
  const [operator, operands] = partsOf(node);
  if (operator !== 'var') return checkOperator(operator, operands, [...path, operator]);
  const [name] = operands;
  const known = typeof name === 'string' ? factOf(name) : undefined;
  return known && 'fault' in known ? [fault(`${String(name)} ${known.fault}`, [...path, 'var'])] : [];
}

function kindOf(node: unknown): FactKind | undefined {
  if (!isNode(node)) return undefined;
  const [operator, [name, ...rest]] = partsOf(node);
  const known = operator === 'var' && typeof name === 'string' && !rest.length ? factOf(name) : undefined;
  return known && !('fault' in known) ? known : undefined;
}

function canEqual({ type, values }: FactKind, value: unknown, isStrict: boolean): boolean {
  if (value === null) return true;
  if (values && typeof value === 'string') return values.includes(value);
  // biome-ignore lint/suspicious/noDoubleEquals: as the operator does
  if (type === 'boolean') return typeof value === 'boolean' || (!isStrict && (value == 0 || value == 1));
  if (type === 'number') return typeof value === 'number' || (!isStrict && isNumeric(value));
  return typeof value === 'string' || (!isStrict && typeof value === 'number');
}

function neverWords({ type, values }: FactKind, value: unknown): string {
  if (values) return `is ${short(String(value))}, which the fact never is: it is one of ${values.join(', ')}`;
  const is = typeof value === 'string' ? `the text ${short(value)}` : String(value);
  return `is ${is}, which the fact never is: it is ${{ string: 'text', number: 'a number', boolean: 'true or false' }[type]}`;
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value));

/** Whether anything below a node depends on the visitor. */
function readsFact(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsFact);
  return isNode(node) && Object.entries(node).some(([key, child]) => key === 'var' || readsFact(child));
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

interface RuleNode {
  readonly [operator: string]: unknown;
}

const isNode = (node: unknown): node is RuleNode => typeof node === 'object' && node !== null && !Array.isArray(node);

/** The operator and its operands; the form of the rule was checked before. */
function partsOf(node: RuleNode): readonly [string, readonly unknown[]] {
  const [[operator, operand] = ['', []]] = Object.entries(node);
  return [operator, Array.isArray(operand) ? operand : [operand]];
}
