/** Declares what has to be known of a variant's subjects, by kind of metric, before anything can be inferred. */

/** `conversion`: how many converted. */
export interface ShareArm {
  readonly kind: 'share';
  readonly subjects: number;
  /** Who converted at least once; never more than `subjects`. */
  readonly converted: number;
}

/** The numbers of all subjects, summed up. Sums about the mean, since those about zero cancel (docs/statistics.md). */
export interface Moments {
  readonly subjects: number;
  readonly mean: number;
  /** Σ(x − mean)². */
  readonly squares: number;
  /** Σ(x − mean)³. */
  readonly cubes: number;
}

/** `count` and `sum`: a number for each subject, capped where a cap is asked for; 0 for who did nothing. */
export interface MeanArm extends Moments {
  readonly kind: 'mean';
  /** Subjects whose number is above zero. */
  readonly positive: number;
}

/**
 * `average` and `ratio`: two numbers for each subject, y over n, and the metric is Σy / Σn. For an `average` y is the
 * sum of a subject's values and n how many there were.
 */
export interface RatioArm {
  readonly kind: 'ratio';
  readonly subjects: number;
  /** Mean of y over all subjects. */
  readonly meanOver: number;
  /** Mean of n over all subjects. */
  readonly meanUnder: number;
  /** Σ(y − mean)², Σ(n − mean)², and Σ(y − mean)(n − mean). */
  readonly squaresOver: number;
  readonly squaresUnder: number;
  readonly products: number;
  /** Σ(y − Rn)³ where R is Σy / Σn, for the rule on skewness. */
  readonly cubes: number;
  /** Subjects whose n is above zero. */
  readonly positive: number;
}

/** `quantile`: one of all values of an arm, whose values come in clusters, the subjects (`quantileArm`). */
export interface QuantileArm {
  readonly kind: 'quantile';
  /** Of whom there is at least one value. */
  readonly subjects: number;
  readonly value: number;
  /** Its standard error; 0 where it cannot be told, as where most values are the same. */
  readonly error: number;
  /** How many values lie on its thinner side: above a quantile of 0.95, below one of 0.05. */
  readonly beyond: number;
}

/** `--adjust`: a subject's number after the exposure and before it. */
export interface AdjustedArm {
  readonly kind: 'adjusted';
  readonly after: MeanArm;
  readonly before: Moments;
  /** Σ(after − mean)(before − mean). */
  readonly products: number;
}

/** One variant. Both variants of a comparison have the same kind. */
export type Measured = ShareArm | MeanArm | RatioArm | QuantileArm | AdjustedArm;

/** A value that was measured with an error: what all kinds but shares come down to. */
export interface Estimate {
  readonly value: number;
  /** Of `value`: the square of its standard error. */
  readonly variance: number;
  /** Of freedom, for Student's t. */
  readonly degrees: number;
}
