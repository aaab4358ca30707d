/** What is allowed, but seldom meant: warnings that keep nothing from being published. */

import { evenWeights } from './build.js';
import { readInstant } from './consistency.js';
import { type Fields, fieldsOf, listOf } from './json.js';
import type { AddressPart } from './part.js';
import { type Finding, warning } from './problem.js';

/** @param now milliseconds since the epoch */
export function advise(value: unknown, parts: readonly AddressPart[], now: number): Finding[] {
  const experiment = fieldsOf(value);
  const variants = listOf(experiment.variants);
  return [
    ...parts.flatMap(adviseOnPart),
    ...adviseOnRates(variants),
    ...adviseOnExpose(variants),
    ...adviseOnEnd(experiment, now),
  ];
}

function adviseOnPart(part: AddressPart): Finding[] {
  if (part.kind === 'substring' && !/^[/?#]/.test(part.text)) {
    return [warning('url-substring', part.path, { pattern: part.text })];
  }
  if (part.kind === 'selector' && part.waits && /:has\(/i.test(part.text)) {
    return [warning('has-selector', part.path, {})];
  }
  if (part.kind === 'html' && /<script/i.test(part.text)) return [warning('script-in-html', part.path, {})];
  return [];
}

function adviseOnRates(variants: readonly Fields[]): Finding[] {
  const rates = variants.map(({ recipeSampleRate = 1 }) => recipeSampleRate);
  if (new Set(rates).size < 2 || !rates.every(isRate)) return [];
  const even = evenWeights(variants.length);
  const seen = variants.map(({ weight }, index) => Number(weight ?? even[index]) * Number(rates[index]));
  const sum = seen.reduce((total, share) => total + share, 0);
  // With a rate or a weight that is no number there is an error already.
  if (!(sum > 0)) return [];
  const shares = variants.map(({ key }, index) => `${String(key)} ${(((seen[index] ?? 0) / sum) * 100).toFixed(1)}%`);
  return [warning('unequal-exposure', ['variants'], { shares: shares.join(', ') })];
}

const isRate = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

function adviseOnExpose(variants: readonly Fields[]): Finding[] {
  const calls = variants.map(({ js }) => typeof js === 'string' && /\bexpose\s*(\?\.)?\s*\(/.test(js));
  const first = calls.indexOf(true);
  const without = variants.flatMap(({ key }, index) => (calls[index] ? [] : [String(key)]));
  return first < 0 || !without.length ? [] : [warning('expose-in-one', ['variants', first, 'js'], { without })];
}

function adviseOnEnd({ endAt, status }: Fields, now: number): Finding[] {
  const end = typeof endAt === 'string' ? readInstant(endAt) : undefined;
  return end !== undefined && end <= now && status !== 'archived' ? [warning('ended', ['endAt'], {})] : [];
}
