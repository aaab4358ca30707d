/** Declares what a read-out finds, as data: the words, the page and `--json` are made of this. */

import type { AskedMetric } from './design.js';
import type { Belief, Difference, Family, Guard, RelativeLift, Shortage, SplitCheck } from './inference/index.js';

/** What came of one phase of an experiment. */
export interface Result {
  readonly id: string;
  readonly phase: string | null;
  /** All there are, in the order in which they began, with the subjects of all variants. */
  readonly phases: readonly { readonly phase: string | null; readonly subjects: number }[];
  readonly control: string;
  readonly subjects: number;
  /** First and last of the first exposures, milliseconds since the epoch; null where there are none. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** In the order of the file. */
  readonly arms: readonly Arm[];
  readonly split: Split | null;
  /** Whether the split is judged by the phase as it was published; else by the file. */
  readonly isOwnDesign: boolean;
  /** Whether it is the phase that the file makes as it stands. */
  readonly isFilePhase: boolean;
  /** Subjects who saw more than one variant, and are left out. */
  readonly mixed: number;
  /** Subjects who came with the assignment of an earlier phase, and are left out. */
  readonly carried: number;
  /** Subjects whose variant the phase does not have, and who are left out. */
  readonly strangers: number;
  /** How likely failures so unlike between arms are by chance; null where there are none. */
  readonly failuresP: number | null;
  readonly metrics: readonly MetricResult[];
  readonly segments: readonly SegmentResult[];
  readonly days: readonly DayResult[];
  readonly offDays: OffDays;
  /** Metrics of which nothing was counted, where the engine says which events there are. */
  readonly silent: readonly SilentMetric[];
  /** Of the plan in the file; null where there is none. */
  readonly planned: { readonly subjects: number; readonly share: number } | null;
  readonly verdict: Verdict;
}

/** Whether the split can be trusted. */
export interface Split extends SplitCheck {
  /** Pearson's, of all variants; null where there are fewer than two. */
  readonly statistic: number | null;
  readonly degrees: number | null;
}

/** One variant's subjects. */
export interface Arm {
  readonly variant: string;
  readonly name: string;
  readonly subjects: number;
  readonly expectedShare: number;
  /** In whom something went wrong, each once. */
  readonly failed: number;
  /** Those in whom something went wrong, by code and selector. */
  readonly failures: readonly { readonly code: string; readonly selector: string | null; readonly subjects: number }[];
}

/** One metric, by variant. */
export interface MetricResult extends AskedMetric {
  readonly isPrimary: boolean;
  /** How the intervals of several variants are made to hold together; null where each stands alone. */
  readonly method: Family['method'] | null;
  readonly arms: readonly MetricArm[];
}

/** One variant's subjects and what they did after their first exposure. */
export interface MetricArm {
  readonly variant: string;
  readonly name: string;
  /** Without those who are pending. */
  readonly subjects: number;
  /** Whose window is not over. */
  readonly pending: number;
  /** Who converted at least once. */
  readonly converted: number;
  /** What the kind adds up: subjects, events or values. */
  readonly total: number;
  /** The same without the cap; null where there is none. */
  readonly uncappedTotal: number | null;
  /** `total` per subject, per event, or the quantile itself; null where there is nothing to divide by. */
  readonly mean: number | null;
  /** Against the control; null for the control itself. */
  readonly against: Against | null;
}

/** A variant against the control. */
export interface Against {
  readonly difference: Difference;
  readonly lift: RelativeLift;
  readonly confidence: number;
  /** Empty where a verdict may be given. */
  readonly shortages: readonly Shortage[];
  readonly belief: Belief | null;
  readonly looksTooGood: boolean;
  /** Of secondary metrics: the rate of false discoveries among all with a q as small. */
  readonly q: number | null;
  /** Of guardrails. */
  readonly guard: Guard | null;
  /** With `--adjust`: the length of the interval as a share of what it would be without. */
  readonly shrunk: number | null;
}

/** The same of those of whom a fact is so. */
export interface SegmentResult {
  readonly by: string;
  readonly value: string | null;
  readonly subjects: number;
  /** In the order of the experiment's arms. */
  readonly arms: readonly { readonly variant: string; readonly subjects: number }[];
  readonly split: Split | null;
  readonly metrics: readonly MetricResult[];
}

/** The subjects who came on one day, and the primary metric of all who came until then. */
export interface DayResult {
  /** `2026-11-02`. */
  readonly day: string;
  /** New subjects, in the order of the arms. */
  readonly subjects: readonly number[];
  /**
   * Of each variant but the control, against it, with an interval that holds at every look; null where there is none.
   */
  readonly lifts: readonly { readonly variant: string; readonly lift: RelativeLift }[];
}

/** On which days the split was off, each tested by itself. */
export interface OffDays {
  readonly days: readonly { readonly day: string; readonly subjects: readonly number[]; readonly p: number }[];
  /** How many other days there are. */
  readonly others: number;
  /** The split of those together; null where there are none. */
  readonly rest: SplitCheck['state'] | null;
}

/** A metric of which nothing was counted. */
export type SilentMetric =
  /** No event of that name is there, for anybody. */
  | {
      readonly metric: string;
      readonly eventName: string;
      readonly code: 'no-event';
      /** One that differs in capitals and signs alone. */
      readonly alike: HeardName | null;
      /** Those that come most often. */
      readonly others: readonly HeardName[];
    }
  /** Such events are there, and none comes after its subject has seen the experiment. */
  | { readonly metric: string; readonly eventName: string; readonly code: 'nobody'; readonly events: number };

interface HeardName {
  readonly name: string;
  readonly events: number;
}

/** `stop`: it does harm. `no-difference`: nothing that is worth it. `not-enough`: too little to say anything. */
export type VerdictCode = 'ship' | 'stop' | 'keep-running' | 'no-difference' | 'not-enough' | 'do-not-trust';

/** Why the numbers are not to be believed. */
export type Alarm = 'split' | 'mixed' | 'failures';

/** What to do, and what it rests on. */
export interface Verdict {
  readonly code: VerdictCode;
  /** Of `ship` and `stop`. */
  readonly variant: string | null;
  readonly alarms: readonly Alarm[];
  /** Metrics that go the bad way while the primary one goes the good way: said first. */
  readonly conflicts: readonly { readonly variant: string; readonly metric: string }[];
  /** Guardrails that are worse than their margin, or of which that is not ruled out. */
  readonly guards: readonly { readonly variant: string; readonly metric: string; readonly state: 'worse' | 'open' }[];
  /** What is lacking; of the primary metric. */
  readonly shortages: readonly Shortage[];
  /** Subjects that are still missing, of all variants; null where that cannot be told. */
  readonly missing: number | null;
  /** The smallest change that is worth it, as a share of what there is; null where the file does not say. */
  readonly worth: number | null;
  /** Whether a result is so good that a fault is likelier. */
  readonly looksTooGood: boolean;
  /** Why nothing can be decided at all. */
  readonly reason: 'no-subjects' | 'no-primary' | 'one-arm' | null;
}
