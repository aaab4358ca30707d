/** When numbers are shown and no verdict may be given: too few subjects, too few who did it, too skewed for so few. */

import type { Shortage } from './answers.js';
import type { Measured, Moments } from './arms.js';
import { subjectsOf } from './estimates.js';

/** In each arm. */
export const LEAST_SUBJECTS = 100;
/** Over both arms: who converted, or whose number is above zero. */
export const LEAST_CONVERSIONS = 25;
/** How many subjects an arm takes for each unit of squared skewness: Kohavi et al. (2014, https://doi.org/10.1145/2623330.2623341), rule 7. */
export const SUBJECTS_PER_SKEWNESS = 355;

/** What a verdict on two arms lacks; none where it may be given. Arms whose difference is unknown lack that first. */
export function shortagesOf(control: Measured, variant: Measured): Shortage[] {
  const arms = [control, variant];
  const short: Shortage[] = [];
  const subjects = Math.min(...arms.map(subjectsOf));
  if (subjects < LEAST_SUBJECTS) short.push({ code: 'few-subjects', least: LEAST_SUBJECTS, seen: subjects });
  const did = arms.map(convertedIn).reduce((all, some) => all + some, 0);
  if (did < LEAST_CONVERSIONS) short.push({ code: 'few-conversions', least: LEAST_CONVERSIONS, seen: did });
  const skewed = arms.map((arm) => skewOf(arm, arms)).filter(({ least, seen }) => seen < least);
  const worst = skewed.sort((a, b) => b.least / b.seen - a.least / a.seen)[0];
  if (worst) short.push(worst);
  return short;
}

/** Who did it; of a quantile the values that it is made of. */
function convertedIn(arm: Measured): number {
  switch (arm.kind) {
    case 'share':
      return arm.converted;
    case 'adjusted':
      return arm.after.positive;
    case 'quantile':
      return arm.beyond;
    default:
      return arm.positive;
  }
}

/**
 * Shares have score methods and quantiles are ranks: these two need no rule. An arm is as skewed as it looks, or as both arms look
 * together: a small arm that the rare large numbers have not reached yet looks even, and its interval is too short for that reason.
 */
function skewOf(arm: Measured, arms: readonly Measured[]): Extract<Shortage, { readonly code: 'too-skewed' }> {
  const all = arms.flatMap(momentsIn);
  const skewness = furthest(
    momentsIn(arm)
      .concat(all.length ? [all.reduce(together)] : [])
      .map(skewnessOf),
  );
  const least = Math.ceil(SUBJECTS_PER_SKEWNESS * skewness ** 2);
  return { code: 'too-skewed', least, seen: subjectsOf(arm), skewness };
}

const furthest = (numbers: readonly number[]): number =>
  numbers.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);

type Skewed = Pick<Moments, 'subjects' | 'squares' | 'cubes'>;

/** Each about its own mean, so that a difference between the arms is no skewness. */
const together = (a: Skewed, b: Skewed): Skewed => ({
  subjects: a.subjects + b.subjects,
  squares: a.squares + b.squares,
  cubes: a.cubes + b.cubes,
});

/** Empty for shares and quantiles. */
function momentsIn(arm: Measured): Skewed[] {
  switch (arm.kind) {
    case 'share':
    case 'quantile':
      return [];
    case 'adjusted':
      return [arm.after];
    case 'mean':
      return [arm];
    case 'ratio': {
      const value = arm.meanOver / arm.meanUnder;
      return [{ ...arm, squares: arm.squaresOver - 2 * value * arm.products + value ** 2 * arm.squaresUnder }];
    }
  }
}

/** The third standardised moment; 0 where there is no variance. */
export function skewnessOf({ subjects, squares, cubes }: Skewed): number {
  if (!(squares > 0)) return 0;
  return cubes / subjects / (squares / subjects) ** 1.5;
}
