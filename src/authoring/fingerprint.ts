/** Hashes that tell one content from another, the same on every machine. They protect against nothing. */

import { type Experiment, type Holdout, hash, type Variant } from '../core/index.js';
import type { DecidingField, FieldOwner } from './table.js';

/** 16 hex digits over a text. */
export function fingerprint(text: string): string {
  return hex(hash(`0:${text}`)) + hex(hash(`1:${text}`));
}

/**
 * The revision of a manifest: over its experiments and holdouts, so that `enabled` can change without making them other
 * ones.
 * Without holdouts it is what it was before there were any.
 */
export function revisionOf(experiments: readonly Experiment[], holdouts: readonly Holdout[] = []): string {
  return fingerprint(JSON.stringify(holdouts.length ? { experiments, holdouts } : experiments));
}

/**
 * 8 hex digits over what decides who gets what: where they change, data from before and after are not alike. What is
 * there today keeps its place in the text, as the phases of published experiments must not change.
 */
export function phaseOf(experiment: Experiment): string {
  const { id, salt = id, audience = null, divertTo = null, trigger = null, layer, variants } = experiment;
  const deciding: Deciding<'experiment', unknown> = {
    salt,
    variants: variants.map(shareOf),
    audience,
    divertTo,
    trigger,
    layer,
  };
  return hex(hash(JSON.stringify(Object.values(deciding).filter((value) => value !== undefined))));
}

function shareOf({ key, weight, recipeSampleRate = 1, redirect, keepQuery }: Variant): unknown[] {
  const deciding: Deciding<'variant', unknown> = { key, weight, recipeSampleRate, redirect, keepQuery };
  return Object.values(deciding).filter((value) => value !== undefined);
}

/** All fields that decide, and no other. */
type Deciding<Of extends FieldOwner, Value> = { readonly [Name in DecidingField<Of>]: Value };

const hex = (number: number): string => number.toString(16).padStart(8, '0');
