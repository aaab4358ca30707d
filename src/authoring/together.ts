/** Finds conditions of a rule that can each hold, and never together; and those of which one always holds. */

import { readDate } from './moment.js';
import type { Finding, Path } from './problem.js';
import { fault, isNode, isNumeric, partsOf, readsFact, short } from './rulenode.js';

/**
 * What one condition leaves of a fact's values: some values, some values not, or everything from one number to another.
 */
interface Demand {
  readonly fact: string;
  readonly unit: 'value' | 'number' | 'time';
  readonly only?: readonly string[];
  readonly without?: string;
  readonly from?: number;
  readonly to?: number;
  /** Whether the bound itself is left out. */
  readonly isOpen?: boolean;
  readonly words: string;
}

/** The conditions of one `and`. Each is held against those before it, and named with the first that it cannot meet. */
export function checkConjunction(operands: readonly unknown[], path: Path): Finding[] {
  const demands = flatten(operands, path).flatMap(({ node, at }) => {
    const demand = demandOf(node);
    return demand ? [{ ...demand, at }] : [];
  });
  return demands.flatMap((demand, index) => {
    const other = demands.slice(0, index).find((before) => before.fact === demand.fact && !canMeet(before, demand));
    return other
      ? [fault(`can never hold together with the condition that the same fact is ${other.words}`, demand.at)]
      : [];
  });
}

/** The conditions of one `or`: of a fact's values one leaves out this, another that, so that together they take all. */
export function checkDisjunction(operands: readonly unknown[], path: Path): Finding[] {
  const without = operands.flatMap((node) => {
    const demand = demandOf(node);
    return demand?.without === undefined ? [] : [demand];
  });
  const counterpart = ({ fact, without: value }: Demand): Demand | undefined =>
    without.find((demand) => demand.fact === fact && demand.without !== value);
  const first = without.find(counterpart);
  const other = first && counterpart(first);
  return first && other
    ? [
        fault(
          `is true for everyone, as every value is ${first.words} or ${other.words}: write and in place of or`,
          path,
        ),
      ]
    : [];
}

interface Condition {
  readonly node: unknown;
  readonly at: Path;
}

function flatten(operands: readonly unknown[], path: Path): Condition[] {
  return operands.flatMap((node, index) => {
    const at = [...path, index];
    const [operator, inner] = isNode(node) ? partsOf(node) : ['', []];
    return operator === 'and' ? flatten(inner, [...at, 'and']) : [{ node, at }];
  });
}

function demandOf(node: unknown): Demand | undefined {
  if (!isNode(node)) return undefined;
  const [operator, sides] = partsOf(node);
  const place = sides.findIndex(readsFact);
  const value = sides[1 - place];
  if (sides.length !== 2 || place < 0 || readsFact(value)) return undefined;
  return demands[operator]?.(JSON.stringify(sides[place]), value, place === 0, operator);
}

type Make = (fact: string, value: unknown, isFirst: boolean, operator: string) => Demand | undefined;

const equals: Make = (fact, value) =>
  isSingle(value) ? { fact, unit: 'value', only: [String(value)], words: short(String(value)) } : undefined;

const differs: Make = (fact, value) =>
  isSingle(value) ? { fact, unit: 'value', without: String(value), words: `not ${short(String(value))}` } : undefined;

const isIn: Make = (fact, value, isFirst) =>
  isFirst && Array.isArray(value) && value.every(isSingle)
    ? { fact, unit: 'value', only: value.map(String), words: `one of ${short(value.join(', '))}` }
    : undefined;

const isOrdered: Make = (fact, value, isFirst, operator) => {
  if (!isNumeric(value)) return undefined;
  const isBelow = operator < '=' === isFirst;
  const bound = { fact, unit: 'number', isOpen: operator.length === 1 } as const;
  return isBelow
    ? { ...bound, to: Number(value), words: `at most ${value}` }
    : { ...bound, from: Number(value), words: `at least ${value}` };
};

const isTimed: Make = (fact, value, isFirst, operator) => {
  const time = typeof value === 'string' ? readDate(value) : typeof value === 'number' ? value : undefined;
  if (time === undefined) return undefined;
  return (operator === 'before') === isFirst
    ? { fact, unit: 'time', isOpen: true, to: time, words: `before ${value}` }
    : { fact, unit: 'time', isOpen: true, from: time, words: `after ${value}` };
};

const demands: { readonly [operator: string]: Make | undefined } = {
  '==': equals,
  '===': equals,
  '!=': differs,
  '!==': differs,
  in: isIn,
  '<': isOrdered,
  '<=': isOrdered,
  '>': isOrdered,
  '>=': isOrdered,
  before: isTimed,
  after: isTimed,
};

function canMeet(a: Demand, b: Demand): boolean {
  if (a.only && b.only) return a.only.some((value) => b.only?.includes(value));
  if (a.only || b.only) {
    const [only = [], other] = a.only ? [a.only, b] : [b.only, a];
    return only.some((value) => allows(other, value));
  }
  if (a.unit !== b.unit) return true;
  return isAbove(a, b) && isAbove(b, a);
}

function allows({ without, from, to, isOpen = false, unit }: Demand, value: string): boolean {
  if (without !== undefined) return value !== without;
  const at = unit === 'time' ? (readDate(value) ?? Number(value)) : isNumeric(value) ? Number(value) : Number.NaN;
  if (from !== undefined) return isOpen ? at > from : at >= from;
  return to === undefined || (isOpen ? at < to : at <= to);
}

/** Whether the upper bound of one leaves room above the lower bound of the other. */
function isAbove({ to, isOpen }: Demand, { from, isOpen: isOpenBelow }: Demand): boolean {
  if (to === undefined || from === undefined) return true;
  return isOpen || isOpenBelow ? from < to : from <= to;
}

const isSingle = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
