/** Simulates experiments through the functions of src/results/inference, and counts how often they keep what they promise. */

import { seeded } from './seeded.mjs';

/** How the subjects are divided, the control first. */
const SPLITS = [
  { name: '50:50', shares: [0.5, 0.5] },
  { name: '80:20', shares: [0.8, 0.2] },
  { name: '95:5', shares: [0.95, 0.05] },
];
const ONCE = { confidence: 0.95 };
const LOOKS = 30;
/** Of one subject: 3% buy, for a log-normal amount whose logarithm has this deviation. */
const BUYERS = 0.03;
const DEVIATION = 1.5;

/**
 * All parts of the calibration.
 *
 * @param inference what src/results/inference/index.ts exports
 * @param isLong more runs and a finer grid
 * @returns rows of `{part, group, name, promise, bound, seen, error, runs, told}`: `told` is the share of runs with a verdict, and
 *   `seen` is null where no run has one
 */
export function calibrate(inference, isLong, onPart) {
  const rows = [];
  for (const [part, run] of Object.entries(PARTS)) {
    onPart?.(part);
    rows.push(...run(inference, isLong).map((row) => ({ part, ...row })));
  }
  return rows;
}

export const PARTS = { shares, revenue, shareLooks, revenueLooks, splits, power };

/** Whether a row keeps its promise, within three standard errors of the simulation. */
export function keeps({ promise, bound, seen, error }) {
  if (seen === null) return true;
  const room = 3 * error + 1e-9;
  if (bound === 'at least') return seen >= promise - room;
  if (bound === 'at most') return seen <= promise + room;
  return Math.abs(seen - promise) <= room + (bound === 'within 3 points' ? 0.03 : 0);
}

/**
 * Simulates all cases. Of hundreds of cases some are more than three standard errors off by chance alone: such a case is
 * simulated again, with other numbers and four times the runs, and that answer counts.
 *
 * @param runs how many, or a function of the case
 * @param simulate makes one row of a case, or several
 */
function confirmed(cases, runs, seed, simulate) {
  return cases.flatMap((one, at) => {
    const count = typeof runs === 'function' ? runs(one) : runs;
    const first = [simulate(one, count, seeded(seed + at))].flat();
    return first.every(keeps) ? first : [simulate(one, count * 4, seeded(seed + at + 100_000))].flat();
  });
}

/** The intervals of shares, for the difference and the lift. */
function shares(inference, isLong) {
  const totals = isLong ? [500, 1000, 2000, 5000, 10_000, 20_000] : [500, 2000, 20_000];
  const bases = isLong ? [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] : [0.005, 0.05, 0.5];
  const lifts = isLong ? [0, 0.2, -0.3] : [0, 0.2];
  const runs = isLong ? 10_000 : 1500;
  return confirmed(grid(SPLITS, totals, bases, lifts), runs, 1000, ([split, total, base, lift], runs, random) => {
    const [control, variant] = sizesOf(split, total);
    const drawControl = binomial(control, base);
    const drawVariant = binomial(variant, base * (1 + lift));
    const name = `shares, ${split.name}, n ${total}, ${percent(base)}, lift ${percent(lift)}`;
    const group = `shares, ${split.name}`;
    return coverage(inference, { name, group }, runs, { difference: base * lift, lift }, () => [
      { kind: 'share', subjects: control, converted: drawControl(random) },
      { kind: 'share', subjects: variant, converted: drawVariant(random) },
    ]);
  });
}

/** The intervals of revenue, capped and not. */
function revenue(inference, isLong) {
  // The rule on skewness gives verdicts from some ten thousands of subjects on: the grid goes where they are.
  const totals = isLong ? [500, 2000, 5000, 20_000, 50_000, 200_000, 500_000] : [2000, 20_000, 50_000, 300_000];
  const caps = isLong ? [null, 0.95, 0.5] : [null, 0.5];
  const lifts = isLong ? [0, 0.2] : [0.2];
  const runsOf = ([, total]) => Math.round(isLong ? Math.min(4000, 1e8 / total) : Math.min(400, 4e7 / total));
  return confirmed(grid(SPLITS, totals, caps, lifts), runsOf, 2000, ([split, total, cap, lift], runs, random) => {
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

/** Counts how often intervals hold the truth where a verdict is given. */
function coverage(inference, { name, group }, runs, truth, draw) {
  const held = { difference: 0, lift: 0 };
  const known = { difference: 0, lift: 0 };
  for (let run = 0; run < runs; run++) {
    const [control, variant] = draw();
    const contrast = inference.compare(control, variant, ONCE);
    if (contrast.shortages.length) continue;
    for (const key of ['difference', 'lift']) {
      const interval = contrast[key];
      known[key]++;
      // A lift without an end rules out nothing above.
      const high = interval.high ?? Number.POSITIVE_INFINITY;
      const low = interval.low ?? Number.NEGATIVE_INFINITY;
      if (low <= truth[key] && truth[key] <= high) held[key]++;
    }
  }
  return ['difference', 'lift']
    .filter((key) => truth[key] !== undefined)
    .map((key) => ({
      name: `${name}: ${key}`,
      group: `interval of the ${key}: ${group}`,
      bound: 'at least',
      told: known[key] / runs,
      ...rate(held[key], known[key], 0.95),
    }));
}

/** How often a sequence of looks finds a difference of shares that is not there. */
function shareLooks(inference, isLong) {
  const totals = isLong ? [500, 2000, 5000, 20_000] : [2000, 20_000];
  const bases = isLong ? [0.005, 0.01, 0.05, 0.2, 0.5] : [0.005, 0.05, 0.5];
  const runs = isLong ? 3000 : 400;
  return confirmed(grid(SPLITS, totals, bases), runs, 3000, ([split, total, base], runs, random) => {
    const sizes = sizesOf(split, total / LOOKS);
    const draws = sizes.map((size) => binomial(size, base));
    const name = `every look, shares, ${split.name}, n ${total}, ${percent(base)}`;
    const group = `false alarms of thirty looks: shares, ${split.name}`;
    return falseAlarms(inference, { name, group }, runs, () => {
      const converted = [0, 0];
      return (look) =>
        sizes.map((size, arm) => {
          converted[arm] += draws[arm](random);
          return { kind: 'share', subjects: size * look, converted: converted[arm] };
        });
    });
  });
}

/** The same for revenue. */
function revenueLooks(inference, isLong) {
  const totals = isLong ? [2000, 20_000, 60_000, 300_000] : [60_000];
  const caps = isLong ? [null, 0.95, 0.5] : [null, 0.5];
  const runsOf = ([, total]) => Math.round(isLong ? Math.min(2000, 3e7 / total) : 120);
  return confirmed(grid(SPLITS, totals, caps), runsOf, 4000, ([split, total, cap], runs, random) => {
    const sizes = sizesOf(split, total / LOOKS);
    const draws = sizes.map((size) => binomial(size, BUYERS));
    const name = `every look, revenue, ${split.name}, n ${total}, ${capName(cap)}`;
    const group = `false alarms of thirty looks: revenue, ${capName(cap)}, ${split.name}`;
    return falseAlarms(inference, { name, group }, runs, () => {
      const amounts = [[], []];
      return (look) => {
        for (const arm of [0, 1]) amounts[arm].push(...logNormals(random, draws[arm](random)));
        return capped(
          inference,
          amounts,
          sizes.map((size) => size * look),
          cap,
        );
      };
    });
  });
}

/** Counts the experiments in which any look says that there is a difference. */
function falseAlarms(inference, { name, group }, runs, start) {
  const certainty = { confidence: 0.95, tunedFor: 5000 };
  let [alarms, told] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const armsAt = start();
    let [isAlarmed, isTold] = [false, false];
    for (let look = 1; look <= LOOKS; look++) {
      const [control, variant] = armsAt(look);
      if (inference.shortagesOf(control, variant).length) continue;
      isTold = true;
      const { difference } = inference.compare(control, variant, certainty);
      if (difference.is === 'known' && (difference.low > 0 || difference.high < 0)) {
        isAlarmed = true;
        break;
      }
    }
    if (isAlarmed) alarms++;
    if (isTold) told++;
  }
  return { name, group, bound: 'at most', told: told / runs, ...rate(alarms, runs, 0.05) };
}

/** How often the split that is right alarms, at any of thirty looks. */
function splits(inference, isLong) {
  const cases = [
    ...SPLITS,
    { name: '33:33:33', shares: [1 / 3, 1 / 3, 1 / 3] },
    { name: '49:49:2', shares: [0.49, 0.49, 0.02] },
  ];
  const runs = isLong ? 20_000 : 2000;
  return confirmed(grid(cases, [500, 20_000]), runs, 5000, ([{ name, shares: expected }, total], runs, random) => {
    const draw = multinomial(Math.round(total / LOOKS), expected);
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const counts = expected.map(() => 0);
      const looks = Array.from({ length: LOOKS }, () => {
        draw(random).forEach((count, arm) => {
          counts[arm] += count;
        });
        return [...counts];
      });
      if (inference.splitAlways(looks, expected).state === 'off') alarms++;
    }
    return {
      name: `every look, split ${name}, n ${total}`,
      group: 'false alarms of thirty looks: the split',
      bound: 'at most',
      told: 1,
      ...rate(alarms, runs, 0.001),
    };
  });
}

/** How often a test that `fx power` plans sees what it was planned for. */
function power(inference, isLong) {
  const runs = isLong ? 20_000 : 2000;
  const half = [0.5, 0.5];
  const looks = { count: LOOKS };
  const share = (baseline) => ({ kind: 'share', baseline });
  const guard = { goal: 'increase', margin: 0.1 };
  const cases = [
    ['5% +10%', share(0.05), half, 0.1, 0.8],
    ['5% +300%', share(0.05), half, 3, 0.8],
    ['30% +5%', share(0.3), half, 0.05, 0.8],
    ['1% +50%, power 90%', share(0.01), half, 0.5, 0.9],
    ['0.2% +100%', share(0.002), half, 1, 0.8],
    ['90% +5%', share(0.9), half, 0.05, 0.8],
    ['5% -20%', share(0.05), half, -0.2, 0.8],
    ['5% +20%, 80:20', share(0.05), [0.8, 0.2], 0.2, 0.8],
    ['5% -50%, 95:5', share(0.05), [0.95, 0.05], -0.5, 0.8],
    ['5% +50%, 95:5', share(0.05), [0.95, 0.05], 0.5, 0.8],
    ['20% +15%, guardrail within 10%', share(0.2), half, 0, 0.8, { margin: guard }],
    ['5% +30%, thirty looks', share(0.05), half, 0.3, 0.8, { looks }],
    ['20% +20%, thirty looks, 80:20', share(0.2), [0.8, 0.2], 0.2, 0.8, { looks }],
    ['20%, guardrail within 10%, thirty looks', share(0.2), half, 0, 0.8, { looks, margin: guard }],
    ['mean 10, sd 20, +10%', { kind: 'mean', mean: 10, deviation: 20 }, half, 0.1, 0.8],
    ['mean 10, sd 20, +10%, 80:20', { kind: 'mean', mean: 10, deviation: 20 }, [0.8, 0.2], 0.1, 0.8],
    ['mean 10, sd 20, +20%, thirty looks', { kind: 'mean', mean: 10, deviation: 20 }, half, 0.2, 0.8, { looks }],
  ];
  const runsOf = ([, , , , , more]) => (more?.looks ? runs / 4 : runs);
  return confirmed(cases, runsOf, 6000, ([name, outcome, arms, lift, wanted, more], runs, random) => {
    const design = { outcome, shares: arms, confidence: 0.95, ...more };
    const total = inference.totalFor(lift, wanted, design);
    const promise = inference.powerAt(total, lift, design);
    const seen = inference.simulatedPower(total, lift, design, runs, random);
    const group = more?.looks ? 'power of a test with thirty looks' : 'power of a test with one look';
    return { name: `power, ${name}`, group, bound: 'within 3 points', told: 1, ...rate(seen * runs, runs, promise) };
  });
}

/** Arms of revenue: everybody's amount, capped at a quantile of those above zero, of both arms together. */
function capped({ momentsOf, withZeros }, amounts, sizes, quantile) {
  const all = quantile === null ? [] : Float64Array.from(amounts.flat()).sort();
  const cap = all.length ? all[Math.max(0, Math.ceil(quantile * all.length) - 1)] : Number.POSITIVE_INFINITY;
  return amounts.map((some, arm) => ({
    kind: 'mean',
    positive: some.length,
    ...withZeros(momentsOf(some.map((amount) => Math.min(amount, cap))), sizes[arm] - some.length),
  }));
}

function rate(count, runs, promise) {
  // Without a verdict there is nothing that could be wrong.
  const [seen, error] = runs ? [count / runs, Math.sqrt((promise * (1 - promise)) / runs)] : [null, null];
  return { promise, seen, runs, error };
}

const sizesOf = ({ shares: parts }, total) => {
  const variant = Math.max(1, Math.round(total * parts[1]));
  return [Math.round(total) - variant, variant];
};

/** All combinations, the last list first. */
function grid(...lists) {
  return lists.reduce((sofar, list) => sofar.flatMap((head) => list.map((one) => [...head, one])), [[]]);
}

/** Draws how many of some subjects do it: inverts the sums of all chances. */
export function binomial(subjects, share) {
  const chances = new Float64Array(subjects + 1);
  const peak = Math.min(subjects, Math.floor((subjects + 1) * share));
  const odds = share / (1 - share);
  chances[peak] = 1;
  for (let at = peak; at < subjects; at++) chances[at + 1] = (chances[at] * (subjects - at) * odds) / (at + 1);
  for (let at = peak; at > 0; at--) chances[at - 1] = (chances[at] * at) / ((subjects - at + 1) * odds);
  for (let at = 1; at <= subjects; at++) chances[at] += chances[at - 1];
  const sum = chances[subjects];
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, subjects];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (chances[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Draws how many of some subjects come to each cell. */
function multinomial(subjects, parts) {
  const rest = parts.map((_, at) => parts.slice(at).reduce((sum, part) => sum + part, 0));
  const kept = new Map();
  const draw = (count, share, random) => {
    if (share >= 1 - 1e-12) return count;
    const key = `${count} ${share}`;
    const held = kept.get(key) ?? binomial(count, share);
    kept.set(key, held);
    return held(random);
  };
  return (random) => {
    let left = subjects;
    return parts.map((part, at) => {
      const count = draw(left, part / rest[at], random);
      left -= count;
      return count;
    });
  };
}

function logNormals(random, count) {
  return Array.from({ length: count }, () => Math.exp(3 + DEVIATION * normal(random)));
}

/** Box and Muller. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const capName = (cap) => (cap === null ? 'not capped' : `capped at ${cap}`);
const percent = (share) => `${Number((share * 100).toFixed(4))}%`;
