/** Checks the fields of metrics against each other. */

import { type Fields, fieldsOf } from './json.js';
import { error, type Finding, type Path } from './problem.js';

/** Fields of single kinds that are missing or in the wrong place, roles that contradict each other. */
export function checkMetrics(metrics: readonly Fields[]): Finding[] {
  return [...metrics.flatMap((metric, index) => checkMetric(metric, ['metrics', index])), ...checkPrimary(metrics)];
}

/** What a kind takes besides the fields of every metric. */
const own: { readonly [kind: string]: readonly string[] | undefined } = {
  conversion: [],
  count: ['cap'],
  sum: ['cap'],
  average: [],
  ratio: ['over', 'value'],
  quantile: ['quantile'],
};

const REQUIRED: readonly string[] = ['over', 'quantile'];

function checkMetric(metric: Fields, path: Path): Finding[] {
  const { kind, isPrimary, role, margin, cap } = metric;
  const found: Finding[] = [];
  const takes = typeof kind === 'string' ? own[kind] : undefined;
  for (const name of takes ? ['cap', 'over', 'value', 'quantile'] : []) {
    const isTaken = takes?.includes(name) ?? false;
    const isThere = metric[name] !== undefined;
    if (isTaken && !isThere && REQUIRED.includes(name)) found.push(error('required', [...path, name], {}));
    if (!isTaken && isThere) {
      const kinds = Object.keys(own).filter((one) => own[one]?.includes(name));
      found.push(error('kinds', [...path, name], { kinds }, { atKey: true }));
    }
  }
  const limits = Object.keys(fieldsOf(cap));
  if (cap !== undefined && (!limits.length || (limits.includes('value') && limits.includes('quantile')))) {
    found.push(error('type', [...path, 'cap'], { expected: 'either {value: 500} or {quantile: 0.999}' }));
  }
  if (margin !== undefined && role !== 'guardrail') {
    found.push(error('kinds', [...path, 'margin'], { kinds: ['guardrail'] }, { atKey: true }));
  }
  if (typeof isPrimary === 'boolean' && role !== undefined && isPrimary !== (role === 'primary')) {
    found.push(error('conflict', [...path, 'isPrimary'], { other: `role: ${String(role)}` }));
  }
  return found;
}

function checkPrimary(metrics: readonly Fields[]): Finding[] {
  const primary = metrics.flatMap(({ isPrimary, role }, index) =>
    isPrimary === true || role === 'primary' ? [index] : [],
  );
  const [first, ...others] = primary;
  if (first === undefined) return [];
  const key = metrics[first]?.key;
  const other = typeof key === 'string' ? key : `metrics[${first}]`;
  return others.map((index) => {
    const isOld = metrics[index]?.isPrimary === true;
    return isOld
      ? error('primary', ['metrics', index, 'isPrimary'], { what: 'true', other })
      : error('primary', ['metrics', index, 'role'], { what: 'primary', other });
  });
}
