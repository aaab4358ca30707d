/** Compares two shares by score methods, which hold for few subjects, unequal arms and shares of 0 and 1. */

import type { Difference, RelativeLift } from './answers.js';
import type { ShareArm } from './arms.js';
import type { Reach } from './looks.js';
import { rootOf } from './root.js';

/** Stands for a distance without end, where a variance is 0. */
const ENDLESS = 1e9;
/** Of a ratio's place between 0 and 1: beyond it a double has no room. */
const MOST = 1 - Number.EPSILON;

/**
 * The difference with the interval of Miettinen and Nurminen (Statistics in Medicine 4, 1985): all differences that the
 * score test does not rule out. The p-value is that of the same test of 0, so 0 is outside of the interval where p is
 * small.
 */
export function shareDifference(control: ShareArm, variant: ShareArm, { widthFor, pOf }: Reach): Difference {
  if (!control.subjects || !variant.subjects) return { is: 'unknown', reason: 'empty', value: null };
  const value = shareOf(variant) - shareOf(control);
  const width = widthFor(Number.POSITIVE_INFINITY);
  const beyond = (difference: number): number => Math.abs(differenceScore(control, variant, difference)) - width;
  const low = value <= -1 ? -1 : rootOf(beyond, -1, value);
  const high = value >= 1 ? 1 : rootOf(beyond, value, 1);
  const p = pOf(differenceScore(control, variant, 0), Number.POSITIVE_INFINITY);
  // An arm in which nobody converted, or everybody, has no variance of its own: the interval knows better.
  const [base, other] = [shareVariance(control) / control.subjects, shareVariance(variant) / variant.subjects];
  const error = base > 0 && other > 0 ? Math.sqrt(base + other) : (high - low) / (2 * width);
  return { is: 'known', value, low, high, p, error };
}

/**
 * The lift with the interval of Koopman (Biometrics 40, 1984) for a ratio, with the factor N / (N − 1) that Miettinen
 * and Nurminen give both tests: 0 is outside of it exactly where 0 is outside of the difference's.
 */
export function shareLift(control: ShareArm, variant: ShareArm, { widthFor }: Reach): RelativeLift {
  if (!control.subjects || !variant.subjects) return { is: 'unbounded', reason: 'empty', value: null };
  const width = widthFor(Number.POSITIVE_INFINITY);
  const low = ratioBound(control, variant, width, 'low');
  const high = ratioBound(control, variant, width, 'high');
  if (high !== null && low !== null)
    return { is: 'bounded', value: shareOf(variant) / shareOf(control) - 1, low: low - 1, high: high - 1 };
  return low === null
    ? { is: 'unbounded', reason: 'control-near-zero', value: null }
    : { is: 'open', low: low - 1, reason: 'control-near-zero' };
}

/**
 * An end of the interval of a ratio; null where it has none, as above a control in which nobody converted.
 *
 * @param scoreAt how far the shares are from a ratio
 */
export function ratioBound(
  control: ShareArm,
  variant: ShareArm,
  width: number,
  end: 'low' | 'high',
  scoreAt: typeof ratioScore = ratioScore,
): number | null {
  if (!control.converted && (end === 'high' || !variant.converted)) return null;
  if (!variant.converted && end === 'low') return 0;
  // A ratio of r is asked for at r / (1 + r), so that all of them lie between 0 and 1.
  const middle = control.converted ? 1 / (1 + shareOf(control) / shareOf(variant)) : 1;
  const beyond = (at: number): number => Math.abs(scoreAt(control, variant, at / (1 - at))) - width;
  const at = end === 'low' ? rootOf(beyond, 0, Math.min(middle, MOST)) : rootOf(beyond, middle, MOST);
  return at / (1 - at);
}

export const shareOf = ({ converted, subjects }: ShareArm): number => converted / subjects;

/** Of one subject. */
export const shareVariance = (arm: ShareArm): number => shareOf(arm) * (1 - shareOf(arm));

/** How many standard errors the shares are from so large a difference, with the variance that they would have there. */
export function differenceScore(control: ShareArm, variant: ShareArm, difference: number): number {
  const likely = likelyControl(control, variant, difference);
  const other = clamp(likely + difference);
  const variance = (other * (1 - other)) / variant.subjects + (likely * (1 - likely)) / control.subjects;
  return scoreOf(shareOf(variant) - shareOf(control) - difference, variance, control.subjects + variant.subjects);
}

/** How many standard errors the shares are from so large a ratio, with the variance that they would have there. */
export function ratioScore(control: ShareArm, variant: ShareArm, ratio: number): number {
  const { base, other } = likelyAt(control, variant, ratio);
  const variance = (other * (1 - other)) / variant.subjects + (ratio ** 2 * (base * (1 - base))) / control.subjects;
  const distance = shareOf(variant) - ratio * shareOf(control);
  return scoreOf(distance, variance, control.subjects + variant.subjects);
}

/**
 * The same with its skewness taken out (Gart and Nam, Biometrics 44, 1988), for tests of one side: a few conversions in
 * a small arm make one tail longer than the other, which two sides even out and one does not.
 */
export function ratioSkewScore(control: ShareArm, variant: ShareArm, ratio: number): number {
  const score = ratioScore(control, variant, ratio);
  const { base, other } = likelyAt(control, variant, ratio);
  const variance = (other * (1 - other)) / variant.subjects + (ratio ** 2 * (base * (1 - base))) / control.subjects;
  const cubes =
    (other * (1 - other) * (1 - 2 * other)) / variant.subjects ** 2 -
    (ratio ** 3 * base * (1 - base) * (1 - 2 * base)) / control.subjects ** 2;
  const bend = variance > 0 ? cubes / variance ** 1.5 / 6 : 0;
  if (Math.abs(bend) < 1e-9) return score;
  // The normal z whose expansion, z + bend × (z² − 1), is the score.
  return (Math.sqrt(Math.max(0, 1 + 4 * bend * (score + bend))) - 1) / (2 * bend);
}

/** The shares that are most likely where the variant's is so many times the control's. */
function likelyAt(
  control: ShareArm,
  variant: ShareArm,
  ratio: number,
): { readonly base: number; readonly other: number } {
  const all = control.subjects + variant.subjects;
  const did = control.converted + variant.converted;
  // The control's is the smaller root of a quadratic, without its cancellation.
  const half = (ratio * (variant.subjects + control.converted) + variant.converted + control.subjects) / 2;
  const likely = did / (half + Math.sqrt(Math.max(0, half ** 2 - all * ratio * did)));
  return { base: clamp(likely), other: clamp(ratio * likely) };
}

function scoreOf(distance: number, variance: number, all: number): number {
  if (Math.abs(distance) < 1e-15) return 0;
  const score = distance / Math.sqrt((variance * all) / (all - 1));
  return Math.max(-ENDLESS, Math.min(ENDLESS, score));
}

/**
 * The control's share that is most likely where the shares differ by so much: the root of a cubic that lies between 0
 * and 1 (Miettinen and Nurminen, appendix 1).
 */
function likelyControl(control: ShareArm, variant: ShareArm, difference: number): number {
  const all = control.subjects + variant.subjects;
  const did = control.converted + variant.converted;
  const l2 = (variant.subjects + 2 * control.subjects) * difference - all - did;
  const l1 = (control.subjects * difference - all - 2 * control.converted) * difference + did;
  const l0 = control.converted * difference * (1 - difference);
  const q = (l2 / (3 * all)) ** 3 - (l1 * l2) / (6 * all ** 2) + l0 / (2 * all);
  const p = Math.sign(q) * Math.sqrt(Math.max(0, (l2 / (3 * all)) ** 2 - l1 / (3 * all)));
  const turn = (Math.PI + Math.acos(p ? Math.max(-1, Math.min(1, q / p ** 3)) : 1)) / 3;
  return clamp(2 * p * Math.cos(turn) - l2 / (3 * all));
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));
