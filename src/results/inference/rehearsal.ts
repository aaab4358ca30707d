/**
 * Rehearses a planned test: draws subjects, compares them as results would be, and counts how often that shows what is
 * there.
 */

import type { Certainty } from './answers.js';
import type { Measured } from './arms.js';
import { type Likely, likelyCounts } from './binomial.js';
import { compare } from './compare.js';
import { confidenceOfEach } from './family.js';
import { guardOf, type Margin } from './guard.js';
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
  const [first = 0, ...others] = design.shares.map((share) => Math.floor((total * share) / count));
  const weakest = Math.min(...others);
  const tunedFor = design.looks && (design.looks.tunedFor ?? (first + weakest) * count);
  const confidence = design.margin
    ? design.confidence
    : confidenceOfEach(first, others, { confidence: design.confidence, tunedFor });
  const starts = [growing(first, 0, design, random), growing(weakest, lift, design, random)] as const;
  let seen = 0;
  for (let run = 0; run < runs; run++) {
    const [control, variant] = [starts[0](), starts[1]()];
    for (let look = 0; look < count; look++) {
      if (!isSeen(control(), variant(), lift, design.margin, { confidence, tunedFor })) continue;
      seen++;
      break;
    }
  }
  return seen / runs;
}

function isSeen(
  control: Measured,
  variant: Measured,
  lift: number,
  margin: Margin | undefined,
  certainty: Certainty,
): boolean {
  if (shortagesOf(control, variant).length) return false;
  if (margin) return guardOf(control, variant, margin, certainty).state === 'safe';
  const { difference } = compare(control, variant, certainty);
  return difference.is === 'known' && (lift > 0 ? difference.low > 0 : difference.high < 0);
}

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
  const wanted = random() * (sums.at(-1) as number);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return first + low;
}

/** Box and Muller (Annals of Mathematical Statistics 29, 1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
