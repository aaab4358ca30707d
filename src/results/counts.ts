/** Declares `Counts`: all that a read-out knows of the events, whichever engine counted them. */

import type { FailureCode } from '../core/index.js';
import { type Moments, mergeMoments, NO_MOMENTS } from './inference/index.js';
import { mergePairs, NO_PAIRS, type PairMoments } from './pairs.js';

/** What the events say of the experiments that were asked for, in that order. */
export interface Counts {
  readonly experiments: readonly ExperimentCounts[];
}

/** One experiment. */
export interface ExperimentCounts {
  readonly id: string;
  /** In the order in which they began. */
  readonly phases: readonly PhaseCounts[];
}

/** The subjects who saw an experiment while it was split in one way. */
export interface PhaseCounts {
  /** Null where the exposures name none. */
  readonly phase: string | null;
  /** The first and the last of the subjects' first exposures, milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Whether another phase came before it, by the events or by what was published. */
  readonly isLater: boolean;
  /** Subjects who saw more than one variant within the phase. They are in no arm. */
  readonly mixed: number;
  /** Every variant that was seen, by key; in a later phase those who came with a stored assignment apart. */
  readonly arms: readonly ArmCounts[];
  /** The arms again for each value of each fact that was asked for. */
  readonly segments: readonly SegmentCounts[];
}

/** The arms of the subjects of whom a fact is so. */
export interface SegmentCounts {
  readonly by: string;
  /** Null where the exposure does not say. */
  readonly value: string | null;
  readonly arms: readonly ArmCounts[];
}

/**
 * A failure that is none: an op gave way to what the page says of its own. It is told by arm, and nobody has failed for
 * it.
 */
export const YIELDED: FailureCode = 'yielded';

/** The subjects of one variant. */
export interface ArmCounts {
  readonly variant: string;
  /**
   * Whether the first exposure within the phase was of an assignment that an earlier phase had stored. In a first phase
   * nobody is: whoever came with a stored assignment was split by that phase, and the events begin later than it did.
   */
  readonly isCarried: boolean;
  readonly subjects: number;
  /** In whom something went wrong, whatever it was but `YIELDED`. */
  readonly failed: number;
  readonly failures: readonly FailureCounts[];
  /** In the order in which they were asked for. */
  readonly metrics: readonly MetricCounts[];
  /** By day of the first exposure, days without subjects left out. Empty in segments. */
  readonly days: readonly DayCounts[];
}

/** Those in whom something went wrong. */
export interface FailureCounts {
  readonly code: string;
  readonly selector: string | null;
  readonly subjects: number;
}

/** The subjects who came on one day, and what they have done since. */
export interface DayCounts {
  /** Days since the epoch, UTC. */
  readonly day: number;
  readonly subjects: number;
  readonly metrics: readonly MetricCounts[];
}

/** One metric of one arm. */
export interface MetricCounts {
  /** Subjects whose window is not over: none of the other numbers has them. */
  readonly pending: number;
  /** Who converted at least once. */
  readonly converted: number;
  /** Of whom the amount is not zero; of an average or a ratio: what stands below. */
  readonly positive: number;
  /**
   * To a subject. Of an average or a ratio: what stands above (x) and below (y). Of other kinds: the amount (x), which
   * is 0 or 1, events, or values added up, capped where there is a cap; and the amount of the 14 days before the first
   * exposure (y).
   */
  readonly numbers: PairMoments;
  /** The amounts without the cap; null where there is none. */
  readonly uncapped: Moments | null;
  /** Of a quantile; null for other kinds. */
  readonly quantile: QuantileCounts | null;
}

/** The values of one arm's events in their order. */
export interface QuantileCounts {
  readonly events: number;
  /** Who has any. */
  readonly subjects: number;
  /** The smallest value at which the share that was asked for is reached. */
  readonly value: number;
  /** Its standard error, with subjects as the unit (inference/quantiles.ts). */
  readonly error: number;
  /** Events above or at most at the value, whichever are fewer. */
  readonly beyond: number;
}

export const NO_METRIC: MetricCounts = {
  pending: 0,
  converted: 0,
  positive: 0,
  numbers: NO_PAIRS,
  uncapped: null,
  quantile: null,
};

/** Two groups of subjects as one, but for quantiles: those cannot be added up, and an engine counts a whole arm's. */
export function addMetrics(a: MetricCounts, b: MetricCounts): MetricCounts {
  return {
    pending: a.pending + b.pending,
    converted: a.converted + b.converted,
    positive: a.positive + b.positive,
    numbers: mergePairs(a.numbers, b.numbers),
    uncapped: a.uncapped || b.uncapped ? mergeMoments(a.uncapped ?? NO_MOMENTS, b.uncapped ?? NO_MOMENTS) : null,
    quantile: null,
  };
}
