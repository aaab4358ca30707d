/** Measures how often intervals of averages, ratios, quantiles, revenue and adjusted numbers hold the truth. */

import { coverage, grid, ONCE, percent, rate, SPLITS, simulated, sizesOf } from './cases.mjs';
import { binomial, geometric, normal } from './draws.mjs';

/** Of one subject: 3% buy, for a log-normal amount whose logarithm has this deviation. */
export const BUYERS = 0.03;
const DEVIATION = 1.5;

/** The intervals of revenue, capped and not. */
export function revenue(inference, isLong) {
  // The rule on skewness gives verdicts from some ten thousands of subjects on: the grid goes where they are.
  const totals = isLong ? [500, 2000, 5000, 20_000, 50_000, 200_000, 500_000] : [2000, 20_000, 50_000, 300_000];
  const caps = isLong ? [null, 0.95, 0.5] : [null, 0.5];
  const lifts = isLong ? [0, 0.2] : [0.2];
  const runsOf = ([, total]) => Math.round(isLong ? Math.min(4000, 2e8 / total) : Math.min(400, 2e7 / total));
  return simulated(grid(SPLITS, totals, caps, lifts), runsOf, 2000, ([split, total, cap, lift], runs, random) => {
    const sizes = sizesOf(split, total);
    const draws = [binomial(sizes[0], BUYERS), binomial(sizes[1], BUYERS * (1 + lift))];
    const name = `revenue, ${split.name}, n ${total}, ${capName(cap)}, lift ${percent(lift)}`;
    // More buyers who spend the same: the lift is theirs, whatever the cap.
    const group = `revenue, ${capName(cap)}, ${split.name}`;
    return coverage(inference, { name, group }, runs, { lift, ...(lift === 0 && { difference: 0 }) }, () => {
      const amounts = draws.map((draw) => logNormals(random, draw(random)));
      return capped(inference, amounts, sizes, cap);
    });
  });
}

/** Arms of revenue: everybody's amount, capped at a quantile of those above zero, of both arms together. */
export function capped({ momentsOf, withZeros }, amounts, sizes, quantile) {
  const all = quantile === null ? [] : Float64Array.from(amounts.flat()).sort();
  const cap = all.length ? all[Math.max(0, Math.ceil(quantile * all.length) - 1)] : Number.POSITIVE_INFINITY;
  return amounts.map((some, arm) => ({
    kind: 'mean',
    positive: some.length,
    ...withZeros(momentsOf(some.map((amount) => Math.min(amount, cap))), sizes[arm] - some.length),
  }));
}

export function logNormals(random, count) {
  return Array.from({ length: count }, () => Math.exp(3 + DEVIATION * normal(random)));
}

export const capName = (cap) => (cap === null ? 'not capped' : `capped at ${cap}`);

/** How much the logarithms of an amount, and of the values of events, differ. */
const AMOUNT = 0.25;
const SPREAD = 0.5;
/** What a log-normal number comes to on average. */
const meanOf = (deviation) => Math.exp(deviation ** 2 / 2);

/** Means, averages, ratios, quantiles, and means with what was known before taken off. */
export function kinds(inference, isLong) {
  const totals = isLong ? [1000, 5000, 20_000] : [4000];
  const lifts = isLong ? [0, 0.2, -0.3] : [0.2];
  // So many that luck of three standard errors is told from a fault: of averages 92.8% of 1,600 were 94.3% of 4,800.
  const runsOf = ([, , total]) => Math.round(isLong ? Math.min(6000, 3e7 / total) : 200);
  const cases = grid(Object.entries(KINDS), SPLITS, totals, lifts);
  return simulated(cases, runsOf, 7000, ([[kind, { armOf, level }], split, total, lift], runs, random) => {
    const sizes = sizesOf(split, total);
    const name = `${kind}, ${split.name}, n ${total}, lift ${percent(lift)}`;
    return coverage(
      inference,
      { name, group: `${kind}, ${split.name}` },
      runs,
      { difference: level * lift, lift },
      () => sizes.map((subjects, arm) => armOf(inference, random, subjects, arm ? 1 + lift : 1)),
    );
  });
}

/** Guardrails of the same: `safe` where the variant is worse by just the margin. */
export function kindGuards(inference, isLong) {
  const totals = isLong ? [1000, 5000, 20_000] : [3000];
  const runsOf = ([, , total]) => Math.round(isLong ? Math.min(5000, 1e7 / total) : 150);
  const cases = grid(Object.entries(KINDS), SPLITS, totals, isLong ? [0.02, 0.2] : [0.1]);
  return simulated(cases, runsOf, 9000, ([[kind, { armOf }], split, total, margin], runs, random) => {
    const sizes = sizesOf(split, total);
    let [told, safe] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const [control, variant] = sizes.map((subjects, arm) => armOf(inference, random, subjects, arm ? 1 - margin : 1));
      if (inference.shortagesOf(control, variant).length) continue;
      told++;
      if (inference.guardOf(control, variant, { goal: 'increase', margin }, ONCE).state === 'safe') safe++;
    }
    return {
      name: `guardrail, ${kind}, ${split.name}, n ${total}, margin ${percent(margin)}`,
      group: `guardrails called safe at their margin: ${kind}, ${split.name}`,
      bound: 'at most',
      told: told / runs,
      ...rate(safe, told, 0.05),
    };
  });
}

/** The 95th percentile of a normal distribution. */
const Z95 = 1.6448536269514722;

/** How an arm of each kind comes about, and what it comes to in the control. */
const KINDS = {
  'mean of an amount': { armOf: meanArm, level: meanOf(AMOUNT) },
  'average of events': { armOf: averageArm, level: meanOf(SPREAD) },
  'ratio of events': { armOf: ratioArm, level: 0.2 },
  'median of events': { armOf: quantileArm(0.5), level: 1 },
  'quantile 0.95 of events': { armOf: quantileArm(0.95), level: Math.exp(Z95 * SPREAD) },
  'mean with --adjust': { armOf: adjustedArm, level: meanOf(AMOUNT) },
};

function meanArm({ momentsOf }, random, subjects, factor) {
  const amounts = Array.from({ length: subjects }, () => factor * Math.exp(AMOUNT * normal(random)));
  return { kind: 'mean', positive: subjects, ...momentsOf(amounts) };
}

/** Subjects differ: each has a taste of its own, and as many events as come. */
const events = (random, factor) => {
  const taste = 0.3 * normal(random);
  return Array.from({ length: geometric(random, 0.6) }, () => factor * Math.exp(taste + 0.4 * normal(random)));
};

/** Two numbers to a subject, summed up and measured as a read-out does it. */
function pairArm({ startPairs, push, grown, measure, NO_METRIC }, kind, subjects, draw) {
  const pairs = startPairs();
  let positive = 0;
  for (let subject = 0; subject < subjects; subject++) {
    const [over, under] = draw();
    push(pairs, over, under);
    if (under > 0) positive++;
  }
  return measure({ kind }, { ...NO_METRIC, numbers: grown(pairs), positive }, false);
}

function averageArm(inference, random, subjects, factor) {
  return pairArm(inference, 'average', subjects, () => {
    const values = events(random, factor);
    return [values.reduce((sum, one) => sum + one, 0), values.length];
  });
}

/** Orders over visits: who comes more often buys less often at each visit. */
function ratioArm(inference, random, subjects, factor) {
  return pairArm(inference, 'ratio', subjects, () => {
    const visits = 1 + geometric(random, 0.5);
    const each = factor * (visits > 2 ? 0.1 : RARE);
    return [Array.from({ length: visits }, () => random() < each).filter(Boolean).length, visits];
  });
}

/**
 * With 1, 2, 3 … visits in 1/2, 1/4, 1/8 … of subjects, 1/2 × 1 + 1/4 × 2 = 1 of the 2 visits to a subject are of those
 * with one or two, and the other of those who buy at a tenth: 0.2 in all.
 */
const RARE = 0.3;

function quantileArm(quantile) {
  return ({ quantileArm: armOf }, random, subjects, factor) => {
    const [values, owners] = [[], []];
    for (let subject = 0; subject < subjects; subject++)
      for (const value of events(random, factor)) {
        values.push(value);
        owners.push(subject);
      }
    return armOf(values, owners, quantile);
  };
}

/** What a subject does goes with what the same subject did before. */
function adjustedArm({ momentsOf }, random, subjects, factor) {
  const [after, before] = [[], []];
  for (let subject = 0; subject < subjects; subject++) {
    const taste = 0.2 * normal(random);
    before.push(Math.exp(taste + 0.15 * normal(random)));
    after.push(factor * Math.exp(taste + 0.15 * normal(random)));
  }
  const [now, then] = [momentsOf(after), momentsOf(before)];
  const products = after.reduce((sum, one, at) => sum + (one - now.mean) * (before[at] - then.mean), 0);
  return { kind: 'adjusted', after: { kind: 'mean', positive: subjects, ...now }, before: then, products };
}
