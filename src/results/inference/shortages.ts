/**
 * Tells when numbers are shown and no verdict may be given: too few subjects, too few who converted, too skewed for so
 * few.
 */

import type { Shortage } from './answers.js';
import type { Measured, Moments } from './arms.js';
import { subjectsOf } from './estimates.js';

/** In each arm. */
export const LEAST_SUBJECTS = 100;
/** Over both arms: who converted, or whose number is above zero. */
export const LEAST_CONVERSIONS = 25;
/** How many subjects an arm takes for each unit of squared skewness: Kohavi et al. (2014, https://doi.org/10.1145/2623330.2623341), rule 7. */
export const SUBJECTS_PER_SKEWNESS = 355;
/** The same for the skewness of an arm by itself, which may be twice that of both arms: see `skewOf`. */
const SUBJECTS_PER_OWN_SKEWNESS = SUBJECTS_PER_SKEWNESS / 4;

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

/** Who converted; of a quantile the values that it is made of. */
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
 * Shares have score methods and quantiles are ranks: these two need no rule. An arm is taken to be as skewed as both
 * arms are together. What the arms have in common says next to nothing of the difference between them, so the rule
 * picks no lucky differences. An arm's own skewness would: of a rare event it is the smaller the more of them happen to
 * come. So that one decides only where it is far from what the arms have in common.
 */
function skewOf(arm: Measured, arms: readonly Measured[]): Extract<Shortage, { readonly code: 'too-skewed' }> {
  const ruled = [
    { skewness: skewnessTogether(arms), each: SUBJECTS_PER_SKEWNESS },
    ...momentsIn(arm).map((own) => ({ skewness: skewnessOf(own), each: SUBJECTS_PER_OWN_SKEWNESS })),
  ].map(({ skewness, each }) => ({ skewness, least: Math.ceil(each * skewness ** 2) }));
  const [worst] = ruled.sort((a, b) => b.least - a.least) as [(typeof ruled)[number]];
  return { code: 'too-skewed', seen: subjectsOf(arm), ...worst };
}

/**
 * Of all subjects, each arm about its own mean and on its own scale. Sums of cubes would let the arm with the larger
 * numbers count for more: the rule would then pick runs in which that arm happens to lack its largest ones. 0 for
 * shares and quantiles.
 */
export function skewnessTogether(arms: readonly Measured[]): number {
  const all = arms.flatMap(momentsIn);
  const subjects = all.reduce((sum, one) => sum + one.subjects, 0);
  return subjects ? all.reduce((sum, one) => sum + one.subjects * skewnessOf(one), 0) / subjects : 0;
}

type Skewed = Pick<Moments, 'subjects' | 'squares' | 'cubes'>;

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
