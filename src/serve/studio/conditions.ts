/** Turns an audience's rule into rows that people fill in, and back; a rule that rows cannot say stays JSON. */

import { isRecord } from '../records.js';

/** One row: a fact, how it is compared, with what. */
export interface Condition {
  readonly fact: string;
  readonly operator: string;
  readonly value: string;
}

/** Operators that rows offer, with their words. */
export const OPERATORS: readonly (readonly [operator: string, words: string])[] = [
  ['==', 'is'],
  ['!=', 'is not'],
  ['>=', 'is at least'],
  ['<=', 'is at most'],
  ['startsWith', 'begins with'],
  ['endsWith', 'ends with'],
  ['contains', 'contains'],
  ['in', 'is one of (a, b)'],
];

/** The rows that say a rule; null where it says more than rows can. */
export function conditionsOf(rule: unknown): readonly Condition[] | null {
  if (rule === undefined) return [];
  const all =
    isRecord(rule) && Array.isArray(rule.and) && Object.keys(rule).length === 1 ? (rule.and as unknown[]) : [rule];
  const rows = all.map(conditionOf);
  return rows.every((row) => row !== null) ? rows : null;
}

/** In rules it is `in`, with the text first. */
const CONTAINS = 'contains';

const factOf = (node: unknown): string | undefined =>
  isRecord(node) && Object.keys(node).length === 1 && typeof node.var === 'string' ? node.var : undefined;

function conditionOf(part: unknown): Condition | null {
  const [[operator, parts] = [], ...others] = isRecord(part) ? Object.entries(part) : [];
  if (operator === undefined || others.length || !Array.isArray(parts) || parts.length !== 2) return null;
  if (!OPERATORS.some(([known]) => known === operator) || operator === CONTAINS) return null;
  const [left, value] = parts as [unknown, unknown];
  const within = operator === 'in' && typeof left === 'string' ? factOf(value) : undefined;
  if (within !== undefined) return { fact: within, operator: CONTAINS, value: left as string };
  const fact = factOf(left);
  if (fact === undefined) return null;
  if (operator === 'in') {
    const isList =
      Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes(',') && one === one.trim());
    return isList ? { fact, operator, value: (value as string[]).join(', ') } : null;
  }
  const text = textOf(value);
  return text === null ? null : { fact, operator, value: text };
}

/** As it is typed; text that would be read as something else is in quotes. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  return valueIn(value) === value ? value : JSON.stringify(value);
}

/** The rule of rows; rows without a fact are none. Undefined where there is no row. */
export function ruleOf(rows: readonly Condition[]): unknown {
  const parts = rows
    .filter(({ fact }) => fact.trim() !== '')
    .map(({ fact, operator, value }) =>
      operator === CONTAINS
        ? { in: [value, { var: fact.trim() }] }
        : {
            [operator]: [
              { var: fact.trim() },
              operator === 'in'
                ? value
                    .split(',')
                    .map((one) => one.trim())
                    .filter(Boolean)
                : valueIn(value),
            ],
          },
    );
  return parts.length > 1 ? { and: parts } : parts[0];
}

/** Numbers, `true` and `false` are what they look like, in quotes they are text. */
export function valueIn(text: string): unknown {
  const plain = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(plain)) return Number(plain);
  if (plain === 'true' || plain === 'false') return plain === 'true';
  const quoted = /^"(?:[^"\\]|\\.)*"$/.test(plain);
  if (!quoted) return text;
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    return text; // an escape that JSON does not know
  }
}
