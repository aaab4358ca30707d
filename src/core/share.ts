/** Says what shares of subjects an experiment promises: how many it takes in, and how they fall on its variants. */

import type { Experiment, Holdout, Variant } from './types.js';

/** What a variant should get of all eligible subjects, 0..1. */
export interface ExpectedShare {
  readonly key: string;
  /** Those who get the variant. */
  readonly assigned: number;
  /** Those of them who see it, and are counted. */
  readonly shown: number;
}

/**
 * How exposed subjects should fall on variants: by weight × recipeSampleRate. They sum to 1, but where nobody is
 * exposed.
 *
 * @example
 * exposureShares([{ weight: 5000 }, { weight: 5000, recipeSampleRate: 0.25 }]); // [0.8, 0.2]
 */
export const exposureShares = (variants: readonly Pick<Variant, 'weight' | 'recipeSampleRate'>[]): number[] => {
  const parts = variants.map(({ weight, recipeSampleRate = 1 }) => weight * recipeSampleRate);
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (sum > 0 ? part / sum : 0));
};

/**
 * The share of eligible subjects that an experiment takes in, 0..1: what sampling, exclusion and its slice of a layer
 * leave, and the holdouts that concern it.
 */
export const shareTaken = (
  { audience: { sampleRate = 1, excludeRate = 0 } = {}, layer }: Pick<Experiment, 'audience' | 'layer'>,
  holdouts: readonly Pick<Holdout, 'share'>[] = [],
): number =>
  Math.max(0, sampleRate - excludeRate) *
  (layer ? Math.max(0, layer.to - layer.from) : 1) *
  holdouts.reduce((rest, { share }) => rest * (1 - share), 1);

/** What each variant should get of all eligible subjects: of one that diverts, everything goes to one. */
export const expectedShares = (
  experiment: Experiment,
  holdouts?: readonly Pick<Holdout, 'share'>[],
): ExpectedShare[] => {
  const { divertTo, variants } = experiment;
  const taken = shareTaken(experiment, holdouts);
  return variants.map(({ key, weight, recipeSampleRate = 1 }) => {
    const assigned = taken * (divertTo == null ? weight / 10000 : Number(key === divertTo));
    return { key, assigned, shown: assigned * (divertTo == null ? recipeSampleRate : 1) };
  });
};
