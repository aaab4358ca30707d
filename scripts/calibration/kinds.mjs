/**
 * Measures how often intervals of means, averages, ratios, quantiles and adjusted numbers hold the truth, and how often
 * guardrails of them err.
 */

import { AFRESH, coverage, grid, ONCE, percent, rate, SPLITS, simulated, sizesOf } from './cases.mjs';
import { drawsOf } from './ziggurat.mjs';

/** How much the logarithms of an amount, and of the values of events, differ. */
const AMOUNT = 0.25;
const SPREAD = 0.5;
/** What a log-normal number comes to on average. */
const meanOf = (deviation) => Math.exp(deviation ** 2 / 2);

/** Means, averages, ratios, quantiles, and means with what was known before taken off. */
export function kinds(inference, isLong, game = AFRESH) {
  const totals = isLong ? [1000, 5000, 20_000] : [4000];
  const lifts = isLong ? [0, 0.2, -0.3] : [0.2];
  // So many that luck of three standard errors is told from a fault: of averages 92.8% of 1,600 were 94.3% of 4,800.
  const runsOf = ([, , total]) => Math.round(isLong ? Math.min(6000, 3e7 / total) : 200);
  const cases = grid(Object.entries(KINDS), SPLITS, totals, lifts);
  return simulated(game, cases, runsOf, 7000, ([[kind, { armOf, level }], split, total, lift], runs, random) => {
    const [sizes, draws] = [sizesOf(split, total), drawsOf(random)];
    const name = `${kind}, ${split.name}, n ${total}, lift ${percent(lift)}`;
    return coverage(
      inference,
      { name, group: `${kind}, ${split.name}` },
      runs,
      { difference: level * lift, lift },
      () => sizes.map((subjects, arm) => armOf(inference, draws, subjects, arm ? 1 + lift : 1)),
    );
  });
}

/** Guardrails of the same: `safe` where the variant is worse by just the margin. */
export function kindGuards(inference, isLong, game = AFRESH) {
  const totals = isLong ? [1000, 5000, 20_000] : [3000];
  const runsOf = ([, , total]) => Math.round(isLong ? Math.min(5000, 1e7 / total) : 150);
  const cases = grid(Object.entries(KINDS), SPLITS, totals, isLong ? [0.02, 0.2] : [0.1]);
  return simulated(game, cases, runsOf, 9000, ([[kind, { armOf }], split, total, margin], runs, random) => {
    const [sizes, draws] = [sizesOf(split, total), drawsOf(random)];
    let [told, safe] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const [control, variant] = sizes.map((subjects, arm) => armOf(inference, draws, subjects, arm ? 1 - margin : 1));
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

function meanArm({ momentsOf }, { normal }, subjects, factor) {
  const amounts = new Float64Array(subjects);
  for (let subject = 0; subject < subjects; subject++) amounts[subject] = factor * Math.exp(AMOUNT * normal());
  return { kind: 'mean', positive: subjects, ...momentsOf(amounts) };
}

/** Subjects differ: each has a taste of its own, and as many events as come. */
function eachEvent({ normal, geometric }, factor, onValue) {
  const taste = 0.3 * normal();
  for (let left = geometric(0.6); left > 0; left--) onValue(factor * Math.exp(taste + 0.4 * normal()));
}

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

function averageArm(inference, draws, subjects, factor) {
  return pairArm(inference, 'average', subjects, () => {
    let [sum, count] = [0, 0];
    eachEvent(draws, factor, (value) => {
      sum += value;
      count++;
    });
    return [sum, count];
  });
}

/** Orders over visits: who comes more often buys less often at each visit. */
function ratioArm(inference, { uniform, geometric }, subjects, factor) {
  return pairArm(inference, 'ratio', subjects, () => {
    const visits = 1 + geometric(0.5);
    const each = factor * (visits > 2 ? 0.1 : RARE);
    let orders = 0;
    for (let visit = 0; visit < visits; visit++) if (uniform() < each) orders++;
    return [orders, visits];
  });
}

/**
 * With 1, 2, 3 … visits in 1/2, 1/4, 1/8 … of subjects, 1/2 × 1 + 1/4 × 2 = 1 of the 2 visits to a subject are of those
 * with one or two, and the other of those who buy at a tenth: 0.2 in all.
 */
const RARE = 0.3;

function quantileArm(quantile) {
  return ({ quantileArm: armOf }, draws, subjects, factor) => {
    const [values, owners] = [[], []];
    for (let subject = 0; subject < subjects; subject++)
      eachEvent(draws, factor, (value) => {
        values.push(value);
        owners.push(subject);
      });
    return armOf(values, owners, quantile);
  };
}

/** What a subject does goes with what the same subject did before. */
function adjustedArm({ momentsOf }, { normal }, subjects, factor) {
  const [after, before] = [new Float64Array(subjects), new Float64Array(subjects)];
  for (let subject = 0; subject < subjects; subject++) {
    const taste = 0.2 * normal();
    before[subject] = Math.exp(taste + 0.15 * normal());
    after[subject] = factor * Math.exp(taste + 0.15 * normal());
  }
  const [now, then] = [momentsOf(after), momentsOf(before)];
  const products = after.reduce((sum, one, at) => sum + (one - now.mean) * (before[at] - then.mean), 0);
  return { kind: 'adjusted', after: { kind: 'mean', positive: subjects, ...now }, before: then, products };
}
