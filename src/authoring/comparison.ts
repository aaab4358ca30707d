/** Finds comparisons of a rule that hold for everyone or for nobody. */

import type { FactKind } from './facts.js';
import { readDate } from './moment.js';
import { type Finding, type Path, warning } from './problem.js';
import { factNameOf, fault, isNumeric, kindOf, readsFact, short } from './rulenode.js';

/** Judges the operands of one operator, the facts below them being known to exist. */
type CheckOperands = (operands: readonly unknown[], path: Path, operator: string) => Finding[];

const checkEqual: CheckOperands = (operands, path, operator) => {
  const literal = operands.findIndex((one) => !readsFact(one));
  if (literal < 0) {
    const [left, right] = operands.map((one) => JSON.stringify(one));
    return left === right ? [fault('compares a fact with itself, which is the same for everyone', path)] : [];
  }
  const value = operands[literal];
  const at = [...path, literal];
  if (typeof value === 'object' && value !== null) {
    const what = Array.isArray(value) ? 'list' : 'rule';
    return [fault(`is a ${what}, which equals nothing: use in to look for one of several`, at)];
  }
  return checkLiteral(operands[1 - literal], value, operator.length > 2, at);
};

/** One text that a fact is held against. */
function checkLiteral(fact: unknown, value: unknown, isStrict: boolean, path: Path): Finding[] {
  const kind = kindOf(fact);
  if (kind && !canEqual(kind, value, isStrict)) return [fault(neverWords(kind, value), path)];
  const reason = kind?.isQuery && typeof value === 'string' ? queryWords(value) : undefined;
  if (reason !== undefined) return [warning('rule-doubt', path, { reason })];
  if (kind?.form && isGlob(value)) return [warning('rule-doubt', path, { reason: globWords(value, fact) })];
  return typeof value === 'string' && value !== value.trim() && value.trim() !== ''
    ? [
        warning('rule-doubt', path, {
          reason: `is '${short(value)}', with a blank at its beginning or end: is it meant?`,
        }),
      ]
    : [];
}

/** A path with a star at its end, which the operators that compare texts take as it stands. */
const isGlob = (value: unknown): value is string => typeof value === 'string' && /^\/.*\*$/.test(value);

const globWords = (value: string, fact: unknown): string =>
  `is '${short(value)}', where * stands for itself: write glob: [{ var: ${factNameOf(fact)} }, '${short(value.replace(/\/?\*+$/, '/**'))}']`;

/** Why a part of a query hardly ever has this value. */
function queryWords(value: string): string | undefined {
  const named = /^[?&]?[a-z][\w-]*=([^=].*)$/i.exec(value)?.[1];
  if (named !== undefined) return `is ${short(value)}, and the fact is what stands behind the =: write ${named}`;
  if (/^\w+(?:\+\w+)+$/.test(value))
    return `is ${short(value)}, and the + of an address is a blank by then: write '${value.replaceAll('+', ' ')}'`;
  const plain = decoded(value);
  return plain === value ? undefined : `is ${short(value)}, and the fact is decoded by then: write '${plain}'`;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // A bare % is part of many a text.
  }
}

const checkOrder: CheckOperands = (operands, path, operator) => {
  const numbers = operands.map((one) => (isNumeric(one) ? Number(one) : Number.NaN));
  const [low = 0, , high = 0] = numbers;
  // Bounds that are no numbers compare false.
  if (operands.length === 3 && (operator < '=' ? low > high : low < high)) {
    return [
      fault(`asks for something between ${low} and ${high}, which nothing is: write them the other way round`, path),
    ];
  }
  const never = checkLeast(operands, numbers, operator, path);
  if (never.length) return never;
  return operands.flatMap((one, at) => {
    const place = [...path, at];
    if (isShortVersion(one, operands)) return [warning('rule-doubt', place, { reason: versionWords(one) })];
    return readsFact(one) || isNumeric(one) ? [] : [fault(orderWords(one, operator, at), place)];
  });
};

/** A text such as 2.10 beside a fact that is called a version: a price is written like that, too. */
const isShortVersion = (one: unknown, operands: readonly unknown[]): one is string =>
  typeof one === 'string' &&
  /^\d+\.\d*0$/.test(one) &&
  /version|release|build/i.test(JSON.stringify(operands.filter(readsFact)));

const versionWords = (text: string): string =>
  `is the text ${text}, which is compared as the number ${Number(text)}: for a version write semver: [fact, range]`;

/** Less than the least that a fact can be. */
function checkLeast(
  operands: readonly unknown[],
  [a = 0, b = 0]: readonly number[],
  operator: string,
  path: Path,
): Finding[] {
  if (operands.length !== 2) return [];
  const [fact, bound, isUpper] = readsFact(operands[0])
    ? [operands[0], b, operator < '=']
    : [operands[1], a, operator > '='];
  const least = kindOf(fact)?.least;
  if (least === undefined || !isUpper || !(operator.length > 1 ? bound < least : bound <= least)) return [];
  return [fault(`asks for less than ${least}, which the fact never is`, path)];
}

function orderWords(value: unknown, operator: string, place: number): string {
  const words = 'which this operator does not compare: it compares numbers';
  if (typeof value !== 'string') return `is no number, ${words}`;
  if (/^\d{4}-\d\d(?:-\d\d|$)/.test(value)) {
    // With the date first, the fact is what stands on the other side.
    const isBefore = operator < '=' === place > 0;
    return `is a date, ${words}; use ${isBefore ? 'before' : 'after'}`;
  }
  if (/^v?\d+\.\d+\.\d/.test(value)) return `is a version, ${words}; write semver: [fact, range]`;
  return `is the text ${short(value)}, ${words}`;
}

const checkTime: CheckOperands = (operands, path) =>
  operands.flatMap((one, at) => {
    const reason = readsFact(one) ? factWords(kindOf(one)) : timeWords(one);
    return reason === undefined ? [] : [fault(reason, [...path, at])];
  });

function factWords(kind: FactKind | undefined): string | undefined {
  if (!kind || (kind.type === 'string' && !kind.values && !kind.form)) return undefined;
  return 'is a fact that is never a date';
}

/** Less than this many milliseconds since 1970 are seconds, or a year. */
const EARLY = 1e11;

function timeWords(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Math.abs(value) >= EARLY
      ? undefined
      : `counts milliseconds since 1970, so ${value} is in the seventies: write a date such as 2026-03-01`;
  }
  if (typeof value !== 'string') return 'is no date: write one such as 2026-03-01';
  if (readDate(value) !== undefined) return undefined;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value)) return `has no zone: write ${value}Z, or ${value}+01:00`;
  return `is ${short(value)}, which is no date: write one such as 2026-03-01, or 2026-03-01T09:00:00+01:00`;
}

const checkIn: CheckOperands = ([needle, haystack], path) => {
  if (Array.isArray(needle)) {
    return [fault('is a list, and no list is in anything: the fact comes first, and the list second', [...path, 0])];
  }
  if (readsFact(haystack)) return [];
  if (haystack === '' || (Array.isArray(haystack) && !haystack.length))
    return [fault('is empty, so nothing is in it', [...path, 1])];
  if (typeof haystack === 'string') return checkWithin(needle, haystack, path);
  return Array.isArray(haystack)
    ? checkMembers(haystack, needle, [...path, 1])
    : [fault('must be a list, or a text that holds the fact', [...path, 1])];
};

/** A fact that is looked for inside of a text: as a rule it is the text that should be looked for. */
function checkWithin(fact: unknown, text: string, path: Path): Finding[] {
  const kind = kindOf(fact);
  if (kind?.type === 'number' || kind?.type === 'boolean')
    return [fault(`is a ${kind.type}, and no text`, [...path, 0])];
  // People keep several values in one text, and the fact is one of them.
  if (/[\s,;|]/.test(text)) return [];
  const order = `the other way round, it is in: ['${short(text)}', <fact>]`;
  if (kind?.form && !kind.form.test(text))
    return [fault(`looks for the whole fact inside of '${short(text)}': ${order}`, path)];
  const reason = `looks for the fact inside of the text '${short(text)}': for one of several write a list; ${order}`;
  return [warning('rule-doubt', path, { reason })];
}

function checkMembers(members: readonly unknown[], fact: unknown, path: Path): Finding[] {
  const others = members.flatMap((value, at): Finding[] =>
    typeof value === 'object' && value !== null
      ? [fault('is no single value, and equals nothing', [...path, at])]
      : checkLiteral(fact, value, true, [...path, at]),
  );
  if (others.length || kindOf(fact)) return others;
  const alone = members.find((value) => typeof value === 'number' && !members.includes(String(value)));
  return alone === undefined ? [] : [warning('number-in-list', path, { value: String(alone) })];
}

/** Texts that are compared with texts. */
const checkTexts: CheckOperands = (operands, path, operator) => {
  const found = operands.flatMap((one, at) => {
    const kind = kindOf(one);
    if (kind && kind.type !== 'string')
      return [fault(`is a ${kind.type}, and this operator is about texts`, [...path, at])];
    return readsFact(one) || typeof one === 'string' ? [] : [fault('must be text', [...path, at])];
  });
  return found.length ? found : checkDirection(operands, path, operator);
};

function checkDirection([left, right]: readonly unknown[], path: Path, operator: string): Finding[] {
  const form = kindOf(left)?.form;
  const elsewhere = factNameOf(left) === 'page.path' ? ': read page.url' : '';
  if (operator === 'startsWith' && form && typeof right === 'string' && right !== '' && !form.test(right))
    return [fault(neverWords({ type: 'string', form, words: kindOf(left)?.words ?? 'text' }, right), [...path, 1])];
  if (operator === 'startsWith' && form && isGlob(right))
    return [warning('rule-doubt', [...path, 1], { reason: globWords(right, left) })];
  if (operator === 'matches' && form?.test('/') && typeof right === 'string' && beyondPath(right))
    return [warning('rule-doubt', [...path, 1], { reason: `holds # or ?, and a path ends before both${elsewhere}` })];
  if (operator === 'matches' || readsFact(left) || !readsFact(right)) return [];
  const reason = `asks whether '${short(String(left))}' ${operator} the fact: the fact comes first, as a rule`;
  return [warning('rule-doubt', path, { reason })];
}

/** Whether a regular expression asks for a sign that no path has. */
const beyondPath = (pattern: string): boolean =>
  /#|\\\?/.test(pattern.replace(/\[(?:\\.|[^\]\\])*\]/g, '').replace(/\\[^?#]/g, ''));

/** By operator; what is not here takes whatever it is given. */
export const comparisons: { readonly [operator: string]: CheckOperands | undefined } = {
  '==': checkEqual,
  '!=': checkEqual,
  '===': checkEqual,
  '!==': checkEqual,
  '<': checkOrder,
  '<=': checkOrder,
  '>': checkOrder,
  '>=': checkOrder,
  before: checkTime,
  after: checkTime,
  in: checkIn,
  startsWith: checkTexts,
  endsWith: checkTexts,
  matches: checkTexts,
  semver: checkTexts,
  glob: checkTexts,
};

function canEqual({ type, values, form }: FactKind, value: unknown, isStrict: boolean): boolean {
  if (value === null) return true;
  if (values && typeof value === 'string') return values.includes(value);
  if (form && typeof value === 'string') return value === '' || form.test(value);
  // biome-ignore lint/suspicious/noDoubleEquals: as the operator does
  if (type === 'boolean') return typeof value === 'boolean' || (!isStrict && (value == 0 || value == 1));
  if (type === 'number') return typeof value === 'number' || (!isStrict && isNumeric(value));
  return typeof value === 'string' || (!isStrict && typeof value === 'number');
}

function neverWords({ type, values, words }: FactKind, value: unknown): string {
  if (values) return `is ${short(String(value))}, which the fact never is: it is one of ${values.join(', ')}`;
  const is = typeof value === 'string' ? `the text ${short(value)}` : String(value);
  const kind = words ?? { string: 'text', number: 'a number', boolean: 'true or false' }[type];
  return `is ${is}, which the fact never is: it is ${kind}`;
}
