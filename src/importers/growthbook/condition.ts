/** Turns GrowthBook's conditions, a language like MongoDB's, into rules. */

import { isLoose, type TranslationNotes, Untranslatable } from '../translation.js';

/** Facts that fx knows by itself. */
const OWN: Readonly<Record<string, string>> = { url: 'page.url', path: 'page.path', deviceType: 'device.type' };

/** @returns undefined for a condition without conditions */
export function toRule(condition: unknown, notes: TranslationNotes): unknown {
  const made = all(partsOf(condition));
  if (made !== undefined)
    notes.translated.push({ what: 'condition', before: JSON.stringify(condition), after: JSON.stringify(made) });
  return made;
}

function partsOf(condition: unknown): unknown[] {
  if (!isLoose(condition)) throw new Untranslatable('its condition is no object');
  return Object.entries(condition).flatMap(([name, value]) => {
    if (name === '$or' || name === '$and' || name === '$nor') {
      const list = (Array.isArray(value) ? value : []).map((one) => all(partsOf(one)) ?? true);
      if (!list.length) return [];
      return name === '$and' ? [{ and: list }] : name === '$or' ? [{ or: list }] : [{ not: { or: list } }];
    }
    if (name === '$not') return [{ not: all(partsOf(value)) ?? true }];
    if (name.startsWith('$')) throw new Untranslatable(`its condition has ${name}, which rules do not have`);
    const fact = { var: OWN[name] ?? `user.${name}` };
    return comparisonsOf(fact, value);
  });
}

function comparisonsOf(fact: object, value: unknown): unknown[] {
  if (!isLoose(value)) {
    if (Array.isArray(value)) throw new Untranslatable('it asks for a list, which equals nothing in a rule');
    return [{ '===': [fact, value] }];
  }
  return Object.entries(value).map(([operator, operand]) => comparisonOf(fact, operator, operand));
}

const ORDERS: Readonly<Record<string, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };
const VERSIONS: Readonly<Record<string, string>> = {
  $veq: '',
  $vgt: '>',
  $vgte: '>=',
  $vlt: '<',
  $vlte: '<=',
};

function comparisonOf(fact: object, operator: string, operand: unknown): unknown {
  if (operator in ORDERS) return { [ORDERS[operator] ?? '']: [fact, operand] };
  if (operator in VERSIONS) return { semver: [fact, `${VERSIONS[operator]}${operand}`] };
  switch (operator) {
    case '$eq':
      return { '===': [fact, operand] };
    case '$ne':
      return { '!==': [fact, operand] };
    case '$in':
      return { in: [fact, operand] };
    case '$nin':
      return { not: { in: [fact, operand] } };
    case '$regex':
      return { matches: [fact, `${operand}`] };
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

const all = (list: readonly unknown[]): unknown => (list.length > 1 ? { and: list } : list[0]);
