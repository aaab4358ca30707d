/** Inference: what two sums say of each other, and how sure that is. Pure functions over what an engine has counted. */

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
export { compare } from './compare.js';
export { mergeMoments, momentsOf, NO_MOMENTS, withZeros } from './moments.js';
export { LEAST_CONVERSIONS, LEAST_SUBJECTS, shortagesOf, skewnessOf } from './shortages.js';
