/** Declares what is asked of the events, whichever engine counts them. */

/** How a metric adds up. */
export type MetricKind = 'conversion' | 'count' | 'sum' | 'average' | 'ratio' | 'quantile';

/** Of a metric what an engine has to know. */
export interface CountedMetric {
  readonly key: string;
  readonly kind: MetricKind;
  readonly eventName: string;
  /** Of a ratio: what stands below, its events counted or their values added up. */
  readonly over?: { readonly eventName: string; readonly isValue: boolean } | undefined;
  /** Of a ratio: the events above are counted, whatever values they carry. */
  readonly isCounted?: boolean | undefined;
  /** Of a quantile: which one, 0..1. */
  readonly quantile?: number | undefined;
  /**
   * The most that a subject's total counts: a number, or a quantile of the totals above zero of all arms of the phase,
   * in which those who came with the assignment of an earlier phase are not.
   */
  readonly cap?: { readonly value: number } | { readonly quantile: number } | undefined;
  /** Outcomes count so long after the first exposure; a subject counts once that time is over. */
  readonly windowMs?: number | undefined;
}

/** Of an experiment what an engine has to know. */
export interface CountedExperiment {
  readonly id: string;
  readonly metrics: readonly CountedMetric[];
  /** Of the file: names that are there whatever else is posted. */
  readonly variants?: readonly { readonly key: string }[] | undefined;
  readonly phase?: string | null | undefined;
  /** Every phase that was published, the oldest first. */
  readonly designs?:
    | readonly { readonly phase: string; readonly shares?: Readonly<Record<string, number>> }[]
    | undefined;
}

/** Whether a published phase followed another one, by phase, whatever the events reach back to. */
export const laterByDesign = ({ designs = [] }: CountedExperiment): ReadonlyMap<string, boolean> =>
  new Map([...new Set(designs.map(({ phase }) => phase))].map((phase, at) => [phase, at > 0]));

/** What an engine is asked. */
export interface ResultQuestion {
  readonly experiments: readonly CountedExperiment[];
  /** Facts of the exposure by which subjects are told apart, such as `device`. */
  readonly by: readonly string[];
  /** Whether a visitor who later signed in is one subject. */
  readonly isStitched: boolean;
}

/** Whoever is in more phases of one experiment is no person; the first ones count. */
export const MOST_PHASES = 100;

/** A visitor who would be more people than these is none of them. */
export const MOST_HOSTS = 10;

/** Before the first exposure, what a subject did this long tells how they would have done anyway. */
export const BEFORE_MS = 14 * 86_400_000;

export const DAY_MS = 86_400_000;
