/** Turns GrowthBook's conditions, a language like MongoDB's, into rules. */

import { isLoose, ownEntry, sayOf, type TranslationNotes, Untranslatable } from '../translation.js';

/** Facts that fx knows by itself. */
const OWN: Readonly<Record<string, string>> = {
  url: 'page.url',
  path: 'page.path',
  pageTitle: 'page.title',
  deviceType: 'device.type',
};

interface Fact {
  readonly var: string;
}

/** A missing fact is null there: where null is among the values, it has to be here. */
const among = (fact: Fact, values: readonly unknown[]): object =>
  values.includes(null) ? { var: [fact.var, null] } : fact;

/** @returns undefined for a condition without conditions */
export function toRule(condition: unknown, notes: TranslationNotes): unknown {
  const made = all(partsOf(condition));
  if (made !== undefined)
    notes.translated.push({ what: 'condition', before: JSON.stringify(condition), after: JSON.stringify(made) });
  return made;
}

function partsOf(condition: unknown): unknown[] {
  if (!isLoose(condition)) throw new Untranslatable('its condition is no object');
  return Object.entries(condition).flatMap(([name, value]) => sayOf([condition, name], () => partOf(name, value)));
}

function partOf(name: string, value: unknown): unknown[] {
  if (name === '$or' || name === '$and' || name === '$nor') return groupOf(name, value);
  if (name === '$not') return [{ not: all(partsOf(value)) ?? true }];
  if (name.startsWith('$')) throw new Untranslatable(`its condition has ${name}, which rules do not have`);
  return comparisonsOf({ var: ownEntry(OWN, name) ?? `user.${name}` }, value);
}

function groupOf(name: '$or' | '$and' | '$nor', value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Untranslatable(`${name} of its condition is no list`);
  const list = value.map((one) => all(partsOf(one)) ?? true);
  if (list.length) return name === '$nor' ? [{ not: { or: list } }] : [{ [name.slice(1)]: list }];
  if (name === '$nor') throw new Untranslatable('an empty $nor lets nobody in');
  return [];
}

function comparisonsOf(fact: Fact, value: unknown): unknown[] {
  if (!isLoose(value)) return [equalTo(fact, value)];
  const operators = Object.entries(value);
  if (!operators.length) throw new Untranslatable(`it asks whether ${fact.var} is an empty object`);
  return operators.map(([operator, operand]) => sayOf([value, operator], () => comparisonOf(fact, operator, operand)));
}

/** Values are compared as texts there, or as numbers, whatever the wanted one is. */
function equalTo(fact: Fact, wanted: unknown): unknown {
  if (wanted === null) return { '==': [fact, null] };
  if (wanted === true) return { '!!': fact };
  if (wanted === false) return { and: [{ '!=': [fact, null] }, { '!': fact }] };
  if (typeof wanted !== 'string' && typeof wanted !== 'number')
    throw new Untranslatable('it asks for a list, which equals nothing in a rule');
  const alike = [wanted, ...(typeof wanted === 'string' ? readAs(wanted) : writtenAs(wanted))];
  return alike.length > 1 ? { in: [among(fact, alike), alike] } : { '===': [fact, wanted] };
}

/** What else is written like this text. */
const readAs = (text: string): unknown[] =>
  [Number(text), true, false, null].filter((one) => `${one}` === text && !Number.isNaN(one));

/** What else counts as this number: a missing fact is 0. */
const writtenAs = (number: number): unknown[] => [
  `${number}`,
  ...(number === 1 ? [true] : []),
  ...(number === 0 ? ['', false, null] : []),
];

const ORDERS: Readonly<Record<string, readonly [operator: string, isSo: (a: number, b: number) => boolean]>> = {
  $gt: ['>', (a, b) => a > b],
  $gte: ['>=', (a, b) => a >= b],
  $lt: ['<', (a, b) => a < b],
  $lte: ['<=', (a, b) => a <= b],
};
const VERSIONS: Readonly<Record<string, string>> = { $veq: '', $vgt: '>', $vgte: '>=', $vlt: '<', $vlte: '<=' };

/** Who has no such fact passes there, as nothing counts as 0 and as the text `null`. */
const orMissing = (fact: Fact, passes: boolean, test: object): object =>
  passes ? { or: [{ '==': [fact, null] }, test] } : test;

function comparisonOf(fact: Fact, operator: string, operand: unknown): unknown {
  const order = ownEntry(ORDERS, operator);
  if (order) {
    if (typeof operand !== 'number')
      throw new Untranslatable(
        `it orders ${fact.var} by ${JSON.stringify(operand)}: rules order numbers alone, so give dates and the like as numbers`,
      );
    return orMissing(fact, order[1](0, operand), { [order[0]]: [fact, operand] });
  }
  const version = ownEntry(VERSIONS, operator);
  if (version !== undefined)
    return orMissing(fact, operator.startsWith('$vl'), { semver: [fact, `${version}${operand}`] });
  switch (operator) {
    case '$eq':
      return { '===': [among(fact, [operand]), operand] };
    case '$ne':
      return { '!==': [among(fact, [operand]), operand] };
    case '$in':
      return inList(fact, listOf(operator, operand));
    case '$nin':
      return { not: inList(fact, listOf(operator, operand)) };
    case '$regex':
      return matching(fact, operand);
    case '$exists':
      return operand ? { '!=': [fact, null] } : { '==': [fact, null] };
    case '$vne':
      return { not: { semver: [fact, `${operand}`] } };
    case '$not':
      return { not: all(comparisonsOf(fact, operand)) ?? true };
    default:
      throw new Untranslatable(`its condition has ${operator}, which rules do not have`);
  }
}

const inList = (fact: Fact, list: readonly unknown[]): object => ({ in: [among(fact, list), list] });

function listOf(operator: string, operand: unknown): unknown[] {
  if (Array.isArray(operand)) return operand;
  throw new Untranslatable(`${operator} of its condition is no list`);
}

function matching(fact: Fact, source: unknown): object {
  try {
    if (typeof source === 'string')
      return orMissing(fact, new RegExp(source).test('null'), { matches: [fact, source] });
  } catch {
    // Said below, as for what is no text.
  }
  throw new Untranslatable(`${JSON.stringify(source)} in its condition is no regular expression`);
}

const all = (list: readonly unknown[]): unknown => (list.length > 1 ? { and: list } : list[0]);
