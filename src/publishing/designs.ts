/**
 * Remembers how each phase of each experiment was split: a read-out judges a phase by what was published, not by
 * today's file.
 */

import { defaultControl } from '../authoring/index.js';
import { type Experiment, exposureShares, type Manifest } from '../core/index.js';

/** How one phase of an experiment was published. */
export interface PhaseDesign {
  readonly id: string;
  readonly phase: string;
  /** Of exposed subjects, by variant: weight × recipeSampleRate. */
  readonly shares: Readonly<Record<string, number>>;
  readonly control: string;
  /** Since which revision: a time would give other bytes each time the same experiments are published. */
  readonly since: string;
}

/** The designs once these experiments are published: all that there were, and the new ones last. */
export function nowDesigned(
  before: readonly PhaseDesign[],
  { experiments, revision }: Pick<Manifest, 'experiments' | 'revision'>,
): PhaseDesign[] {
  const isKnown = ({ id, phase }: Experiment): boolean => before.some((one) => one.id === id && one.phase === phase);
  return [
    ...before,
    ...experiments.filter((one) => one.phase !== undefined && !isKnown(one)).map((one) => designOf(one, revision)),
  ];
}

function designOf({ id, phase = '', variants, control }: Experiment, since: string): PhaseDesign {
  const shares = exposureShares(variants);
  return {
    id,
    phase,
    shares: Object.fromEntries(variants.map(({ key }, at) => [key, Number(shares[at])])),
    control: control ?? defaultControl(variants),
    since,
  };
}

/** Whether a value is one of them. */
export const isDesign = (value: unknown): value is PhaseDesign => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, phase, shares, control, since } = value as Readonly<Record<string, unknown>>;
  return (
    [id, phase, control, since].every((text) => typeof text === 'string') &&
    typeof shares === 'object' &&
    shares !== null &&
    Object.values(shares).every((share) => typeof share === 'number' && share >= 0 && share <= 1)
  );
};
