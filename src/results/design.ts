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
}

/** @param wanted a phase; undefined: the published one, or the last that was seen where nobody saw that */
export function choosePhase(asked: Asked, { phases }: ExperimentCounts, wanted: string | undefined): Chosen {
  const isSeen = phases.some(({ phase }) => phase === asked.phase);
  const phase = wanted ?? (isSeen || !phases.length ? asked.phase : lastPhase(asked, phases));
  const counts = phases.find((one) => one.phase === phase) ?? null;
  const design = asked.designs.find((one) => one.phase === phase);
  const shares = design ? Object.entries(design.shares) : asked.variants.map(({ key, share }) => [key, share] as const);
  return {
    phase,
    counts,
    shares: new Map(shares),
    control: design?.control ?? asked.control,
    isOwnDesign: design !== undefined,
  };
}

/** A phase with fewer subjects, as a share of those of the largest, may be made up. */
const FEW = 0.01;

/**
 * The last phase that was published, of those that were seen. Where none of them was published, times are all there is
 * to go by, and anybody can post one that is later: of few subjects it is not believed.
 */
function lastPhase({ designs }: Asked, phases: readonly PhaseCounts[]): string | null {
  const published = designs.map(({ phase }) => phase).filter((one) => phases.some(({ phase }) => phase === one));
  const sizes = phases.map(({ arms, mixed }) => arms.reduce((all, { subjects }) => all + subjects, mixed));
  const largest = Math.max(...sizes);
  const last = phases.filter((_, at) => (sizes[at] as number) >= FEW * largest).at(-1) as PhaseCounts;
  return published.at(-1) ?? last.phase;
}

/** What is compared of a phase: subjects who were split by it. */
export interface Compared {
  readonly arms: ReadonlyMap<string, ArmCounts>;
  /** Subjects who came with the assignment of an earlier phase, and are left out. */
  readonly carried: number;
}

/** The arms by variant, and how many subjects an earlier phase had split. */
export const comparedIn = (arms: readonly ArmCounts[]): Compared => ({
  arms: new Map(arms.filter(({ isCarried }) => !isCarried).map((arm) => [arm.variant, arm])),
  carried: arms.reduce((all, { isCarried, subjects }) => all + (isCarried ? subjects : 0), 0),
});
