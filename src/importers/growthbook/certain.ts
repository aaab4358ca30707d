/** Names the values that a rule compares as GrowthBook does: below `not`, any other would let its visitor in. */

import { isLoose, Untranslatable } from '../translation.js';

/** A version in three numbers: GrowthBook compares any text as one. */
const RELEASE = '^v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)$';

/**
 * What has to hold for a visitor so that a rule of `toRule` answers as its condition does. GrowthBook compares lists
 * item by item, numbers as texts and versions of any form, and takes an empty text for 0: rules do not.
 */
export function certainties(rule: unknown): unknown[] {
  const texts = new Set(leavesOf(rule).map((leaf) => JSON.stringify(leaf)));
  return [...texts].map((text) => JSON.parse(text) as unknown);
}

function leavesOf(rule: unknown): unknown[] {
  if (!isLoose(rule)) return [];
  return Object.entries(rule).flatMap(([name, operand]) => {
    const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    if (/^(and|or|not)$/.test(name)) return operands.flatMap(leavesOf);
    const [fact, wanted] = operands;
    const missing = { '==': [fact, null] };
    if (/^[<>]/.test(name)) return [{ or: [missing, { '<=': [fact, wanted] }, { '>': [fact, wanted] }] }];
    if (name === 'matches') return [{ or: [missing, { startsWith: [fact, ''] }] }];
    if (name === 'semver') return [{ or: [missing, { matches: [fact, releasesFor(wanted)] }] }];
    // A list without items is true there.
    if (/^!!?$/.test(name)) return [{ or: [missing, { '!!': fact }, { '==': [fact, false] }] }];
    // It asks whether there is a fact.
    if (/^[=!]=$/.test(name)) return [];
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    const held = values.map((value) => ({ in: [value, fact] }));
    return held[0] ? [{ or: [{ startsWith: [fact, ''] }, { not: held[1] ? { or: held } : held[0] }] }] : [];
  });
}

function releasesFor(range: unknown): string {
  if (new RegExp(RELEASE).test(`${range}`.replace(/^[<>]=?/, ''))) return RELEASE;
  throw new Untranslatable(`${JSON.stringify(range)} is no version of three numbers`);
}
