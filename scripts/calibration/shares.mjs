/**
 * Computes how often intervals of shares hold the truth, and guardrails err: not simulated, but added up over all that
 * may happen.
 */

import { AFRESH, grid, holds, ONCE, percent, played, SPLITS, sizesOf } from './cases.mjs';
import { chancesOf } from './draws.mjs';

/** Less likely counts change no digit that is shown. */
const IMPOSSIBLE = 1e-12;
/**
 * Shares of whole subjects jump, so that no interval of them has exactly the coverage that it promises: score intervals
 * are above it on average and below it here and there. What may be missing is what ten thousand experiments would not
 * show.
 */
const EXPERIMENTS = 10_000;

/** The intervals of shares, for the difference and the lift. */
export function shares(inference, isLong, game = AFRESH) {
  const totals = isLong ? [500, 1000, 2000, 5000, 10_000, 20_000] : [500, 2000, 20_000];
  const bases = isLong ? [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] : [0.005, 0.05, 0.5];
  const lifts = isLong ? [0, 0.2, -0.3] : [0, 0.2];
  return played(game, grid(SPLITS, totals, bases, lifts), ([split, total, base, lift]) => {
    const truth = { difference: base * lift, lift };
    const arms = armsOf(split, total, base, lift);
    return Object.keys(truth).map((key) => ({
      name: `shares, ${split.name}, n ${total}, ${percent(base)}, lift ${percent(lift)}: ${key}`,
      group: `interval of the ${key}: shares, ${split.name}`,
      ...exactRow(
        'at least',
        0.95,
        addedUp(inference, arms, (control, variant) =>
          sideOf(inference.compare(control, variant, ONCE)[key], truth[key]),
        ),
      ),
    }));
  });
}

/** Guardrails: `safe` where the variant is worse by just the margin. */
export function guards(inference, isLong, game = AFRESH) {
  const totals = isLong ? [1000, 5000, 20_000] : [5000];
  const bases = isLong ? [0.01, 0.05, 0.2, 0.5] : [0.05, 0.5];
  return played(game, grid(SPLITS, totals, bases, [0.02, 0.2]), ([split, total, base, margin]) => ({
    name: `guardrail, ${split.name}, n ${total}, ${percent(base)}, margin ${percent(margin)}`,
    group: `guardrails called safe at their margin: ${split.name}`,
    ...exactRow(
      'at most',
      0.05,
      addedUp(inference, armsOf(split, total, base, -margin), (control, variant) =>
        inference.guardOf(control, variant, { goal: 'increase', margin }, ONCE).state === 'safe' ? 0 : -1,
      ),
    ),
  }));
}

/** Where an interval lies: below the value, about it, above it. */
const sideOf = (interval, value) => (holds(interval, value) ? 0 : interval.low > value ? 1 : -1);

const armsOf = (split, total, base, lift) =>
  sizesOf(split, total).map((subjects, arm) => ({
    subjects,
    chances: chancesOf(subjects, base * (arm ? 1 + lift : 1)),
  }));

/**
 * How likely an outcome has side 0, among those with a verdict. The more of the variant do it the higher is the side,
 * the more of the control the lower: so the outcomes of side 0 lie between two stairs, which are climbed once.
 *
 * @param side −1, 0 or 1 for a control and a variant
 */
export function addedUp({ shortagesOf }, [control, variant], side) {
  const armOf = ({ subjects }, converted) => ({ kind: 'share', subjects, converted });
  const [first, last] = likelyIn(variant.chances);
  const sums = new Float64Array(last + 2);
  for (let at = first; at <= last; at++) sums[at + 1] = sums[at] + variant.chances[at];
  let [least, low, high] = [last + 1, first, first];
  let [told, held] = [0, 0];
  const [from, to] = likelyIn(control.chances);
  for (let did = from; did <= to; did++) {
    const base = armOf(control, did);
    const isTold = (count) => !shortagesOf(base, armOf(variant, count)).length;
    while (least > first && isTold(least - 1)) least--;
    while (low <= last && side(base, armOf(variant, low)) < 0) low++;
    while (high <= last && side(base, armOf(variant, high)) < 1) high++;
    told += control.chances[did] * (sums[last + 1] - sums[least]);
    held += control.chances[did] * Math.max(0, sums[high] - sums[Math.max(low, least)]);
  }
  return { told, held };
}

/** The first and the last count that is likely enough. */
function likelyIn(chances) {
  const isLikely = (one) => one > IMPOSSIBLE;
  return [chances.findIndex(isLikely), chances.findLastIndex(isLikely)];
}

function exactRow(bound, promise, { told, held }) {
  const some = told * EXPERIMENTS;
  // Where none of ten thousand has a verdict there is nothing that could be wrong.
  const isTold = some >= 1;
  return {
    bound,
    promise,
    told,
    seen: isTold ? held / told : null,
    error: isTold ? Math.sqrt((promise * (1 - promise)) / some) : null,
    runs: 'all',
  };
}
