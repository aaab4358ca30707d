/** The types of shares.mjs. */

import type { ShareArm } from '../../src/results/inference/index.js';
import type { Tested } from './index.mjs';

/** An arm, and how likely each count of those who do it is. */
export interface LikelyArm {
  readonly subjects: number;
  readonly chances: Float64Array;
}

export function addedUp(
  inference: Pick<Tested, 'shortagesOf'>,
  arms: readonly LikelyArm[],
  side: (control: ShareArm, variant: ShareArm) => number,
): { readonly told: number; readonly held: number };
