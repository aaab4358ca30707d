/** Says what was promised: which phase is read, and how its subjects were to be split. */

import type { ArmCounts, ExperimentCounts, PhaseCounts } from './counts.js';
import type { CountedMetric } from './question.js';

/** How one phase of an experiment was published. */
export interface Design {
  readonly phase: string;
  /** Of exposed subjects, by variant; they sum to 1. */
  readonly shares: Readonly<Record<string, number>>;
  readonly control: string;
}

/** A metric as its file has it. */
export interface AskedMetric extends CountedMetric {
  readonly name: string;
  readonly role: 'primary' | 'secondary' | 'guardrail';
  /** Which way is good. */
  readonly goal: 'increase' | 'decrease';
  /** Of a guardrail: how much worse it may get, as a share of what it is. */
  readonly margin: number;
}

/** One of its variants. */
export interface AskedVariant {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  /** A picture of it: a path from the directory of experiments. */
  readonly image: string | null;
}

/** Of an experiment what its read-out needs. */
export interface Asked {
  readonly id: string;
  /** In the order of the file; shares are those of exposed subjects and sum to 1. */
  readonly variants: readonly AskedVariant[];
  readonly control: string;
  /** What the file makes, null where nothing is published of it. */
  readonly phase: string | null;
  readonly metrics: readonly AskedMetric[];
  /** Every phase that was published, the oldest first. */
  readonly designs: readonly Design[];
  readonly plan: { readonly subjects: number; readonly effect: number | null } | null;
  /** The smallest change that is worth it, as a share of what there is. */
  readonly effect: number | null;
}

/** A phase that was chosen, and how it was to be. */
export interface Chosen {
  readonly phase: string | null;
  /** Null where nobody saw it. */
  readonly counts: PhaseCounts | null;
  readonly shares: ReadonlyMap<string, number>;
  readonly control: string;
  /** Whether the shares are those of the phase itself; else they are the file's. */
  readonly isOwnDesign: boolean;
  /** Whether an earlier phase left subjects with a stored assignment. */
  readonly isLater: boolean;
}

/** @param wanted a phase; undefined: the published one, or the last that was seen where nobody saw that */
export function choosePhase(asked: Asked, { phases }: ExperimentCounts, wanted: string | undefined): Chosen {
  const last = phases.at(-1);
  const isSeen = phases.some(({ phase }) => phase === asked.phase);
  const phase = wanted ?? (isSeen || !last ? asked.phase : last.phase);
  const counts = phases.find((one) => one.phase === phase) ?? null;
  const design = asked.designs.find((one) => one.phase === phase);
  const shares = design ? Object.entries(design.shares) : asked.variants.map(({ key, share }) => [key, share] as const);
  const before = phases.some((one) => counts !== null && one.phase !== phase && one.sinceMs < counts.sinceMs);
  return {
    phase,
    counts,
    shares: new Map(shares),
    control: design?.control ?? asked.control,
    isOwnDesign: design !== undefined,
    isLater: design ? asked.designs.indexOf(design) > 0 || before : before,
  };
}

/** What is compared of a phase: subjects who were split by it. */
export interface Compared {
  readonly arms: ReadonlyMap<string, readonly ArmCounts[]>;
  /** Subjects who came with the assignment of an earlier phase, and are left out. */
  readonly carried: number;
}

/** The arms by variant; of those who came with a stored assignment only where no earlier phase can have stored it. */
export function comparedIn(arms: readonly ArmCounts[], isLater: boolean): Compared {
  const byVariant = new Map<string, ArmCounts[]>();
  let carried = 0;
  for (const arm of arms) {
    if (isLater && arm.isCarried) carried += arm.subjects;
    else byVariant.set(arm.variant, [...(byVariant.get(arm.variant) ?? []), arm]);
  }
  return { arms: byVariant, carried };
}
