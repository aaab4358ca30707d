/** Computes how far an interval reaches: for one look, or for every look at growing data. */

import type { Certainty } from './answers.js';
import { normalAbove, normalTail } from './normal.js';
import { studentAbove, studentTail } from './student.js';

/** What an interval and a p-value are made with. */
export interface Reach {
  /** Standard errors to each side, for so many degrees of freedom; Infinity is a normal distribution. */
  readonly widthFor: (degrees: number) => number;
  /** Two-sided p of a distance in standard errors. */
  readonly pOf: (distance: number, degrees: number) => number;
}

/**
 * Both sides of an interval, for a comparison whose arms have so many subjects together.
 *
 * Every look: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021,
 * https://arxiv.org/abs/2103.06476, theorem 2.2), and the p-value that it inverts. The normal width is taken over to
 * Student's t at the same tail, so that a variance which is known from few subjects costs what it costs at one look.
 */
export function reachOf({ confidence, tunedFor }: Certainty, subjects: number): Reach {
  const alpha = 1 - confidence;
  if (tunedFor === undefined)
    return {
      widthFor: (degrees) => studentAbove(alpha / 2, degrees),
      pOf: (distance, degrees) => Math.min(1, 2 * studentTail(Math.abs(distance), degrees)),
    };
  const scaled = subjects * tuningOf(alpha, tunedFor);
  const width = sequenceWidth(scaled, alpha);
  return {
    widthFor: (degrees) => toStudent(width, degrees),
    pOf: (distance, degrees) => sequenceP(scaled, toNormal(Math.abs(distance), degrees)),
  };
}

/** One side of an interval, and the p-value of that side. */
export function sideReachOf({ confidence, tunedFor }: Certainty, subjects: number): Reach {
  const alpha = 1 - confidence;
  if (tunedFor === undefined)
    return {
      widthFor: (degrees) => studentAbove(alpha, degrees),
      pOf: (distance, degrees) => studentTail(distance, degrees),
    };
  const scaled = subjects * tuningOf(2 * alpha, tunedFor);
  const width = sideSequenceWidth(scaled, alpha);
  return {
    widthFor: (degrees) => toStudent(width, degrees),
    pOf: (distance, degrees) => (distance <= 0 ? 1 : sideSequenceP(scaled, toNormal(distance, degrees))),
  };
}

/**
 * ρ² of the sequence that is narrowest at so many subjects (ibid., section B.2, by the approximation of its appendix).
 */
export function tuningOf(alpha: number, tunedFor: number): number {
  return (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tunedFor;
}

/** Standard errors that hold at every look; `scaled` is subjects × ρ². */
export function sequenceWidth(scaled: number, alpha: number): number {
  return Math.sqrt(((2 * (scaled + 1)) / scaled) * Math.log(Math.sqrt(scaled + 1) / alpha));
}

/** The same for one side (ibid., proposition B.1). */
export function sideSequenceWidth(scaled: number, alpha: number): number {
  return Math.sqrt(((2 * (scaled + 1)) / scaled) * Math.log1p(Math.sqrt(scaled + 1) / (2 * alpha)));
}

/** The alpha whose sequence just reaches so far; 1 where none does. */
function sequenceP(scaled: number, distance: number): number {
  return Math.min(1, Math.sqrt(scaled + 1) * Math.exp(-(distance ** 2) * (scaled / (2 * (scaled + 1)))));
}

function sideSequenceP(scaled: number, distance: number): number {
  return Math.min(1, Math.sqrt(scaled + 1) / (2 * Math.expm1(distance ** 2 * (scaled / (2 * (scaled + 1))))));
}

/** The t whose tail is that of a normal z. Beyond 30 both tails are nothing, and a double has no room for them. */
function toStudent(z: number, degrees: number): number {
  return z > 30 ? z : studentAbove(normalTail(z), degrees);
}

function toNormal(t: number, degrees: number): number {
  const tail = studentTail(t, degrees);
  return tail > 0 ? normalAbove(tail) : t;
}
