/** Infers what two sums say of each other, and how sure that is. Pure functions over what an engine has counted. */

export type {
  Belief,
  Certainty,
  Contrast,
  Difference,
  Effect,
  Guard,
  RelativeLift,
  Shortage,
  Unbounded,
  Unknown,
} from './answers.js';
export type {
  AdjustedArm,
  MeanArm,
  Measured,
  Moments,
  QuantileArm,
  RatioArm,
  ShareArm,
} from './arms.js';
export { type ChiSquared, chiSquared, equalityP } from './chisquared.js';
export { compare } from './compare.js';
export { compareAll, type Family, falseDiscoveryRates } from './family.js';
export { guardOf, type Margin } from './guard.js';
export { mergeMoments, momentsOf, NO_MOMENTS, withZeros } from './moments.js';
export { type Outcome, powerAt, smallestLift, type TestDesign, totalFor } from './power.js';
export { type Bracket, bracketError, bracketOf, quantileArm, type RankCounts } from './quantiles.js';
export { simulatedPower } from './rehearsal.js';
export { LEAST_CONVERSIONS, LEAST_SUBJECTS, shortagesOf, skewnessOf } from './shortages.js';
export { type Cell, SPLIT_ALARM, type SplitCheck, splitAlways, splitAtOnce } from './split.js';
