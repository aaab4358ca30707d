/** Measures how often thirty looks find what is not there: a difference, or a split that is off. */

import { AFRESH, grid, LOOKS, percent, rate, SPLITS, simulated, sizesOf } from './cases.mjs';
import { binomial, multinomial } from './draws.mjs';
import { BUYERS, capName, capped, logNormals } from './revenue.mjs';

/** How often a sequence of looks finds a difference of shares that is not there. */
export function shareLooks(inference, isLong, game = AFRESH) {
  const totals = isLong ? [500, 2000, 5000, 20_000] : [2000, 20_000];
  const bases = isLong ? [0.005, 0.01, 0.05, 0.2, 0.5] : [0.005, 0.05, 0.5];
  const runs = isLong ? 3000 : 400;
  return simulated(game, grid(SPLITS, totals, bases), runs, 3000, ([split, total, base], runs, random) => {
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
export function revenueLooks(inference, isLong, game = AFRESH) {
  const totals = isLong ? [2000, 20_000, 60_000, 300_000] : [60_000];
  const caps = isLong ? [null, 0.95, 0.5] : [null, 0.5];
  const runsOf = ([, total]) => Math.round(isLong ? Math.min(2000, 3e7 / total) : 120);
  return simulated(game, grid(SPLITS, totals, caps), runsOf, 4000, ([split, total, cap], runs, random) => {
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
export function splits(inference, isLong, game = AFRESH) {
  const cases = [
    ...SPLITS,
    { name: '33:33:33', shares: [1 / 3, 1 / 3, 1 / 3] },
    { name: '49:49:2', shares: [0.49, 0.49, 0.02] },
  ];
  const runs = isLong ? 20_000 : 2000;
  return simulated(
    game,
    grid(cases, [500, 20_000]),
    runs,
    5000,
    ([{ name, shares: expected }, total], runs, random) => {
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
    },
  );
}
