/** Measures how often all intervals of several variants hold the truth at once. */

import { AFRESH, coverage, grid, percent, simulated, sizesOf } from './cases.mjs';
import { binomial } from './draws.mjs';

const SPLITS = [
  { name: 'three even', shares: [1 / 3, 1 / 3, 1 / 3] },
  { name: 'five even', shares: [0.2, 0.2, 0.2, 0.2, 0.2] },
  { name: '60:20:20', shares: [0.6, 0.2, 0.2] },
  { name: '10:45:45', shares: [0.1, 0.45, 0.45] },
];

/** Shares, of which every variant has the same. */
export function family(inference, isLong, game = AFRESH) {
  const totals = isLong ? [2000, 5000, 20_000] : [5000];
  const bases = isLong ? [0.02, 0.05, 0.2, 0.5] : [0.05, 0.5];
  const lifts = isLong ? [0, 0.2] : [0.2];
  const runs = isLong ? 10_000 : 1500;
  return simulated(game, grid(SPLITS, totals, bases, lifts), runs, 8000, ([split, total, base, lift], runs, random) => {
    const sizes = sizesOf(split, total);
    const draws = sizes.map((size, arm) => binomial(size, base * (arm ? 1 + lift : 1)));
    const name = `all variants, ${split.name}, n ${total}, ${percent(base)}, lift ${percent(lift)}`;
    const group = `all variants at once: shares, ${split.name}`;
    return coverage(inference, { name, group }, runs, { difference: base * lift, lift }, () =>
      sizes.map((subjects, arm) => ({ kind: 'share', subjects, converted: draws[arm](random) })),
    );
  });
}
