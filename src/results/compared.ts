/** Declares what a read-out compares: the variants of a phase, and the subjects of each. */

import type { ArmCounts } from './counts.js';
import type { Asked } from './design.js';
import type { Certainty } from './inference/index.js';
import type { Heard } from './silent.js';

/** How it is read. */
export interface Manner {
  readonly certainty: Certainty;
  /** Whether what subjects did before is taken into account. */
  readonly isAdjusted: boolean;
  /** A phase in place of the published one. */
  readonly phase?: string | undefined;
  /** Absent where the engine does not say. */
  readonly heard?: Heard | undefined;
}

/** The counts of each variant's subjects. */
export type Arms = ReadonlyMap<string, ArmCounts>;

/** A variant of the phase, and which share of subjects it should have. */
export interface PhaseVariant {
  readonly key: string;
  readonly name: string;
  readonly share: number;
}

/** Those of the phase in the order of the file; what the file has no more comes last. */
export function variantsOf({ variants }: Asked, shares: ReadonlyMap<string, number>): PhaseVariant[] {
  const known = variants.filter(({ key }) => shares.has(key));
  const gone = [...shares.keys()].filter((key) => !known.some((one) => one.key === key));
  return [...known, ...gone.map((key) => ({ key, name: key, share: 0 }))].map((one) => ({
    ...one,
    share: shares.get(one.key) as number,
  }));
}

/** All of them added up. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
