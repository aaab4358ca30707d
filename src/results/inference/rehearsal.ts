/** Rehearses a planned test: draws subjects, compares them as results would be, and counts how often that shows what is there. */

import type { Certainty, Shortage } from './answers.js';
import type { Measured } from './arms.js';
import { type Likely, likelyCounts } from './binomial.js';
import { compareAll } from './family.js';
import { guardOf } from './guard.js';
import type { TestDesign } from './power.js';
import { shortagesOf } from './shortages.js';

/** An arm that grows from look to look. */
type Growing = () => Measured;

/**
 * The share of simulated tests in which the weakest variant gets the verdict that its lift deserves.
 *
 * @param total subjects of all arms
 * @param lift of every variant, as a share of the control's value
 * @param random numbers from 0 to below 1
 */
export function simulatedPower(
  total: number,
  lift: number,
  design: TestDesign,
  runs: number,
  random: () => number,
): number {
  const count = design.looks?.count ?? 1;
  const sizes = design.shares.map((share) => Math.floor((total * share) / count));
  const weakest = sizes.indexOf(Math.min(...sizes.slice(1)), 1) - 1;
  const tunedFor = design.looks && (design.looks.tunedFor ?? ((sizes[0] ?? 0) + (sizes[weakest + 1] ?? 0)) * count);
  const starts = sizes.map((size, arm) => growing(size, arm ? lift : 0, design, random));
  let seen = 0;
  for (let run = 0; run < runs; run++) {
    const arms = starts.map((start) => start());
    for (let look = 0; look < count; look++) {
      const [control, ...variants] = arms.map((grow) => grow());
      if (!control || !isSeen(control, variants, weakest, lift, design, tunedFor)) continue;
      seen++;
      break;
    }
  }
  return seen / runs;
}

function isSeen(
  control: Measured,
  variants: readonly Measured[],
  weakest: number,
  lift: number,
  { confidence, margin }: TestDesign,
  tunedFor: number | undefined,
): boolean {
  const certainty: Certainty = { confidence, tunedFor };
  const variant = variants[weakest];
  if (!variant || shortagesOf(control, variant).some(isLasting)) return false;
  if (margin) return guardOf(control, variant, margin, certainty).state === 'safe';
  const difference = compareAll(control, variants, certainty).contrasts[weakest]?.difference;
  return difference?.is === 'known' && (lift > 0 ? difference.low > 0 : difference.high < 0);
}

const isLasting = ({ code }: Shortage): boolean => code !== 'unknown';

/** Starts an arm that gets so many more subjects at each call. */
function growing(size: number, lift: number, { outcome }: TestDesign, random: () => number): () => Growing {
  if (outcome.kind === 'share') {
    const likely = likelyCounts(size, Math.max(1e-12, Math.min(1 - 1e-12, outcome.baseline * (1 + lift))));
    return () => {
      let [subjects, converted] = [0, 0];
      return () => {
        subjects += size;
        converted += drawn(likely, random);
        return { kind: 'share', subjects, converted };
      };
    };
  }
  return () => {
    let [subjects, sum] = [0, 0];
    return () => {
      subjects += size;
      sum += size * outcome.mean * (1 + lift) + Math.sqrt(size) * outcome.deviation * normal(random);
      // The sum of squares of so many normal numbers is nearly normal itself.
      const squares = outcome.deviation ** 2 * (subjects - 1 + Math.sqrt(2 * (subjects - 1)) * normal(random));
      return { kind: 'mean', subjects, mean: sum / subjects, squares, cubes: 0, positive: subjects };
    };
  };
}

/** Inverts the sums of chances. */
function drawn({ first, sums }: Likely, random: () => number): number {
  const wanted = random() * (sums.at(-1) ?? 1);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 1) > wanted) high = middle;
    else low = middle + 1;
  }
  return first + low;
}

/** Box and Muller (Annals of Mathematical Statistics 29, 1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
