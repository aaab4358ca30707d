/** Computes the power of the score tests of shares, summed up over all that may happen. */

import { chanceUpTo, type Likely, likelyCounts } from './binomial.js';
import type { Margin } from './guard.js';
import { normalAbove, normalTail } from './normal.js';
import { differenceScore, ratioScore } from './shares.js';
import { LEAST_CONVERSIONS } from './shortages.js';

/** A test of two shares. */
export interface ShareTest {
  /** Subjects. */
  readonly control: number;
  readonly variant: number;
  readonly baseline: number;
  readonly lift: number;
  /** Two-sided; one-sided where there is a margin. */
  readonly alpha: number;
  readonly margin?: Margin | undefined;
}

/** With more who converted the normal distribution is as good as the sum, and the sum takes long. */
const MANY = 20_000;

/** How often the test rules out no lift (or the margin) towards what is there, with the least of conversions. */
export function sharePower(test: ShareTest): number {
  const { control, variant, baseline, lift } = test;
  const share = Math.min(1, baseline * (1 + lift));
  if (share <= 0 || share >= 1) return sharePower({ ...test, lift: clampLift(baseline, lift) });
  if (control * baseline + variant * share > MANY) return normalSharePower(test);
  const base = likelyCounts(control, baseline);
  const other = likelyCounts(variant, share);
  let power = 0;
  for (let at = 0; at < other.chances.length; at++)
    power += (other.chances[at] as number) * chanceGiven(test, base, other.first + at);
  return Math.min(1, power);
}

/** The share next to 0 or 1, since these leave nothing to sum up. */
const clampLift = (baseline: number, lift: number): number =>
  lift > 0 ? (1 - 1e-9) / baseline - 1 : 1e-9 / baseline - 1;

/** How likely the control's count is one at which the test rejects, where the variant's count is given. */
function chanceGiven({ control, variant, lift, alpha, margin }: ShareTest, base: Likely, converted: number): number {
  const isUp = margin ? margin.goal === 'increase' : lift > 0;
  const width = normalAbove(margin ? alpha : alpha / 2);
  const ratio = margin ? 1 + (isUp ? -margin.margin : margin.margin) : 1;
  const rejects = (count: number): boolean => {
    const arms = [arm(control, count), arm(variant, converted)] as const;
    const score = margin ? ratioScore(...arms, ratio) : differenceScore(...arms, 0);
    return (isUp ? score : -score) > width;
  };
  const least = LEAST_CONVERSIONS - converted;
  // The more in the control, the lower the score: it rejects up to some count, or from some count on.
  const edge = firstWhere((count) => rejects(count) !== isUp, base.first, base.first + base.chances.length);
  if (isUp) return Math.max(0, chanceUpTo(base, edge - 1) - chanceUpTo(base, least - 1));
  return Math.max(0, 1 - chanceUpTo(base, Math.max(edge, least) - 1));
}

const arm = (subjects: number, converted: number) => ({ kind: 'share', subjects, converted }) as const;

/** The first number of a range from which on something is true; its end where it never is. */
function firstWhere(isTrue: (at: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Large arms: the distance in the errors that hold where there is no lift, and in those that hold where there is. */
function normalSharePower({ control, variant, baseline, lift, alpha, margin }: ShareTest): number {
  const share = baseline * (1 + lift);
  const spread = (at: number): number => at * (1 - at);
  if (margin) {
    const good = margin.goal === 'increase' ? 1 : -1;
    const ratio = 1 - good * margin.margin;
    const error = Math.sqrt((ratio ** 2 * spread(baseline)) / control + spread(share) / variant);
    return normalTail(normalAbove(alpha) - (good * (share - ratio * baseline)) / error);
  }
  const pooled = (control * baseline + variant * share) / (control + variant);
  const none = Math.sqrt(spread(pooled) * (1 / control + 1 / variant));
  const some = Math.sqrt(spread(baseline) / control + spread(share) / variant);
  return normalTail((normalAbove(alpha / 2) * none - Math.abs(share - baseline)) / some);
}
