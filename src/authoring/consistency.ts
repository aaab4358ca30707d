/** Checks the fields of one experiment against each other. */

import { type Fields, fieldsOf, listOf } from './json.js';
import { checkMetrics } from './metrics.js';
import { readDate, readInstant } from './moment.js';
import { error, type Finding, type Path } from './problem.js';

/** Every contradiction; fields of a wrong type are passed over, as they have been named already. */
export function checkConsistency(value: unknown): Finding[] {
  const experiment = fieldsOf(value);
  const variants = listOf(experiment.variants);
  return [
    ...checkSampling(experiment, fieldsOf(experiment.audience)),
    ...checkDates(experiment),
    ...checkSlice(fieldsOf(experiment.layer)),
    ...checkKeys(variants, ['variants']),
    ...checkKeys(listOf(experiment.metrics), ['metrics']),
    ...checkWeights(variants),
    ...checkReference(experiment.divertTo, ['divertTo'], variants),
    ...checkReference(experiment.control, ['control'], variants),
    ...checkEnding(fieldsOf(experiment.conclusion), variants),
    ...checkMetrics(listOf(experiment.metrics)),
  ];
}

function checkSampling({ sampleRate, holdback }: Fields, audience: Fields): Finding[] {
  const sources = [
    ...(holdback === undefined ? [] : [['holdback']]),
    ...(sampleRate === undefined ? [] : [['sampleRate']]),
    ...(audience.sampleRate === undefined ? [] : [['audience', 'sampleRate']]),
  ];
  const [first, ...others] = sources;
  return first ? others.map((path) => error('conflict', path, { other: first.join('.') })) : [];
}

function checkSlice({ from, to }: Fields): Finding[] {
  return typeof from === 'number' && typeof to === 'number' && to <= from
    ? [error('order', ['layer', 'to'], { after: 'from' })]
    : [];
}

function checkDates({ startAt, endAt }: Fields): Finding[] {
  const found: Finding[] = [];
  for (const [key, text] of Object.entries({ startAt, endAt })) {
    if (typeof text === 'string' && readInstant(text) === undefined) found.push(describeDate(text, [key]));
  }
  const start = typeof startAt === 'string' ? readInstant(startAt) : undefined;
  const end = typeof endAt === 'string' ? readInstant(endAt) : undefined;
  if (start !== undefined && end !== undefined && end <= start)
    found.push(error('order', ['endAt'], { after: 'startAt' }));
  return found;
}

const DATE_WORDS = 'a date and time with its zone, such as 2026-03-01T09:00:00+01:00';

/** A date that is none, with what would be one where that is plain. */
function describeDate(text: string, path: Path): Finding {
  const [, day, time = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?([+-]\d{4})?$/.exec(text) ?? [];
  const [written] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
  if (written !== undefined && readDate(written) === undefined)
    return error('format', path, { expected: DATE_WORDS, hint: `there is no day ${written}` });
  if (day === undefined) return describeLocal(text, path) ?? describeOffset(text, path);
  const right = `${day}T${time || '00:00:00'}${zone ? `${zone.slice(0, 3)}:${zone.slice(3)}` : 'Z'}`;
  // Without a zone it could be any.
  const mends = zone ? { mends: [{ path, how: 'value', text: right }] as const } : {};
  const hint = zone ? `write ${right}` : `write ${right}, or the zone that is meant in place of Z`;
  return error('format', path, { expected: DATE_WORDS, hint }, mends);
}

/** A day as people write it: with dots the day comes first, else only a number over 12 tells which one is the month. */
function describeLocal(text: string, path: Path): Finding | undefined {
  const [, first = '', sign, second = '', year, time = '0:00'] =
    /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?[ T]+(\d{1,2}:\d\d))?$/.exec(text) ?? [];
  const dayOf = (month: string, day: string): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const days = sign === '.' ? [dayOf(second, first)] : [dayOf(first, second), dayOf(second, first)];
  const rights = [...new Set(days)]
    .filter((day) => readDate(day) !== undefined)
    .map((day) => `${day}T${time.padStart(5, '0')}:00Z`);
  return rights.length
    ? error('format', path, {
        expected: DATE_WORDS,
        hint: `write ${rights.join(' or ')}, or the zone that is meant in place of Z`,
      })
    : undefined;
}

/** A time whose zone is written in another way. */
function describeOffset(text: string, path: Path): Finding {
  const [, time = '', name = '', sign = '', hour = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?) ?(?:(UTC|GMT|z)|([+-])(\d{1,2}))$/.exec(text) ?? [];
  if (time !== '') {
    const right = `${time}${name ? 'Z' : `${sign}${hour.padStart(2, '0')}:00`}`;
    return error(
      'format',
      path,
      { expected: DATE_WORDS, hint: `write ${right}` },
      { mends: [{ path, how: 'value', text: right }] },
    );
  }
  const isNamed = /\d\s*(?:[A-Z]{3,4}|[A-Z][a-z]+\/\w+)$/.test(text);
  return error('format', path, {
    expected: DATE_WORDS,
    ...(isNamed && { hint: 'a zone is its distance from UTC, +01:00, as its name means another one in summer' }),
  });
}

function checkKeys(members: readonly Fields[], path: Path): Finding[] {
  const found: Finding[] = [];
  const first = new Map<string, number>();
  for (const [index, { key }] of members.entries()) {
    if (typeof key !== 'string') continue;
    const other = first.get(key);
    if (other === undefined) first.set(key, index);
    else
      found.push(
        error('duplicate', [...path, index, 'key'], { what: `key ${key}`, other: `${path.join('.')}[${other}]` }),
      );
  }
  return found;
}

function checkWeights(variants: readonly Fields[]): Finding[] {
  const weighted = variants.filter(({ weight }) => weight !== undefined);
  if (!weighted.length) return [];
  if (weighted.length < variants.length) {
    const missing = variants.flatMap(({ key, weight }, index) => (weight === undefined ? [nameOf(key, index)] : []));
    return [error('weights-partial', ['variants'], { missing })];
  }
  let sum = 0;
  for (const { weight } of weighted) {
    if (typeof weight !== 'number' || !Number.isInteger(weight) || weight < 0 || weight > 10000) return [];
    sum += weight;
  }
  if (sum === 10000) return [];
  const numbers = sum > 0 && sum <= 1000 ? inTenThousandths(weighted.map(({ weight }) => Number(weight))) : undefined;
  if (!numbers) return [error('weights', ['variants'], { sum })];
  const mends = numbers.map((number, index) => {
    const path = ['variants', variants.indexOf(weighted[index] ?? {}), 'weight'];
    return { path, how: 'value', text: String(number) } as const;
  });
  // Percentages have one meaning; other numbers may be proportions, or a slip.
  return [error('weights', ['variants'], { sum, meant: numbers }, sum === 100 ? { mends } : {})];
}

/** The same proportions, undefined where they come to no whole numbers. */
function inTenThousandths(weights: readonly number[]): readonly number[] | undefined {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const numbers = weights.map((weight) => (weight * 10000) / sum);
  return numbers.every(Number.isInteger) ? numbers : undefined;
}

const nameOf = (key: unknown, index: number): string => (typeof key === 'string' ? key : `variants[${index}]`);

const KEY = /^[a-z0-9_-]{1,32}$/;

function checkReference(value: unknown, path: Path, variants: readonly Fields[]): Finding[] {
  const known = variants.flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  if (typeof value !== 'string' || !KEY.test(value) || !known.length || known.includes(value)) return [];
  return [error('reference', path, { what: 'a variant', value, known })];
}

/** Whoever ships has to say what. */
function checkEnding({ decision, winner }: Fields, variants: readonly Fields[]): Finding[] {
  const path = ['conclusion', 'winner'];
  if (decision === 'ship' && winner === undefined) return [error('required', path, {})];
  return checkReference(winner, path, variants);
}
