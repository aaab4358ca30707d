/** Hashes that tell one content from another, the same on every machine. They protect against nothing. */

import { type Experiment, hash } from '../core/index.js';

/** 16 hex digits over a text. */
export function fingerprint(text: string): string {
  return hex(hash(`0:${text}`)) + hex(hash(`1:${text}`));
}

/** The revision of a manifest: over its experiments, so that `enabled` can change without making them other ones. */
export function revisionOf(experiments: readonly Experiment[]): string {
  return fingerprint(JSON.stringify(experiments));
}

/** 8 hex digits over what decides who gets what: where they change, data from before and after are not alike. */
export function phaseOf({ id, salt, audience, divertTo, trigger, variants }: Experiment): string {
  const shares = variants.map(({ key, weight, recipeSampleRate = 1 }) => [key, weight, recipeSampleRate]);
  return hex(hash(JSON.stringify([salt ?? id, shares, audience ?? null, divertTo ?? null, trigger ?? null])));
}

const hex = (number: number): string => number.toString(16).padStart(8, '0');
