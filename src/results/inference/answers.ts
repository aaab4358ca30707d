/** Declares what is inferred: differences, lifts, and the reasons for which there may be none. */

/** How sure to be. */
export interface Certainty {
  /** How often an interval is to hold the truth, above 0 and below 1. */
  readonly confidence: number;
  /**
   * Where it is to hold at every look: the number of subjects, of both arms, at which it is to be narrowest. Absent: it
   * holds for one look, at a number of subjects fixed before.
   */
  readonly tunedFor?: number | undefined;
}

/** Why there is no answer. */
export type Unknown =
  /** An arm has no subject. */
  | 'empty'
  /** An arm has one subject, of whose variance nothing is known. */
  | 'one-subject'
  /** All subjects of both arms have the same number, so nothing tells how far it may be off. */
  | 'no-variance'
  /** A sum is no finite number. */
  | 'not-finite';

/** Variant less control, in the unit of the metric. */
export type Difference =
  | {
      readonly is: 'known';
      readonly value: number;
      readonly low: number;
      readonly high: number;
      /** Two-sided; always valid where the interval holds at every look. */
      readonly p: number;
      /** Standard error of `value`. */
      readonly error: number;
    }
  | {
      readonly is: 'unknown';
      readonly reason: Unknown;
      /** null where an arm is empty. */
      readonly value: number | null;
    };

/** Why a lift has no bounds; the difference stands. */
export type Unbounded =
  | Unknown
  /** The control's value may as well be zero, and nothing can be divided by that. */
  | 'control-near-zero'
  /** The control's value is zero or below, where percent of it mean nothing. */
  | 'control-not-positive';

/** Variant over control, less 1: 0.1 is 10% more. */
export type RelativeLift =
  | { readonly is: 'bounded'; readonly value: number; readonly low: number; readonly high: number }
  /** Nobody in the control converted: at least `low`, and no end above. */
  | { readonly is: 'open'; readonly low: number; readonly reason: 'control-near-zero' }
  | {
      readonly is: 'unbounded';
      readonly reason: Unbounded;
      /** Of the two values, where the control's is above zero. */
      readonly value: number | null;
    };

/** What a variant did against the control. */
export interface Effect {
  readonly difference: Difference;
  readonly lift: RelativeLift;
}

/** Why no verdict may be given on numbers that are shown. */
export type Shortage =
  | { readonly code: 'few-subjects'; readonly least: number; readonly seen: number }
  | { readonly code: 'few-conversions'; readonly least: number; readonly seen: number }
  /** `least` subjects in the arm would do, were its skewness to stay as it is. */
  | { readonly code: 'too-skewed'; readonly least: number; readonly seen: number; readonly skewness: number }
  | { readonly code: 'unknown'; readonly reason: Unknown };

/** What may be believed of the difference, with a flat prior and a normal likelihood. */
export interface Belief {
  /** Losses are shares of the control's value, or in the unit of the metric where there is no bounded lift. */
  readonly scale: 'lift' | 'difference';
  /** That the variant's value is above the control's, 0..1. */
  readonly chanceAbove: number;
  /** How much is lost on average by taking the variant where the control is higher, and the other way around. */
  readonly lossOfVariant: number;
  readonly lossOfControl: number;
}

/** A variant against the control, whole. */
export interface Contrast extends Effect {
  /** Empty where a verdict may be given. */
  readonly shortages: readonly Shortage[];
  /** Of the intervals as they stand: 0.95, or more where several comparisons hold together. */
  readonly confidence: number;
  /** null where the difference is unknown. */
  readonly belief: Belief | null;
  /** A lift over 50% with p below 0.001: most of these are a fault of measurement (Twyman). */
  readonly looksTooGood: boolean;
}

/** A guardrail: is the variant worse than its margin allows? */
export interface Guard {
  /** `safe`: worse than the margin is ruled out. `worse`: better than the margin is ruled out. `open`: neither. */
  readonly state: 'safe' | 'worse' | 'open';
  /**
   * One-sided: how likely data that speak so well for `safe` are where the variant is worse by just the margin; null
   * where unknown.
   */
  readonly p: number | null;
  /**
   * The one-sided bound, as a lift towards the bad side: −0.012 is at most 1.2% worse. null where the lift has none.
   */
  readonly bound: number | null;
}
