/** Measures how often a planned test sees what it was planned for. */

import { AFRESH, LOOKS, rate, simulated } from './cases.mjs';

/** How often a test that `fx power` plans sees what it was planned for. */
export function power(inference, isLong, game = AFRESH) {
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
  return simulated(game, cases, runsOf, 6000, ([name, outcome, arms, lift, wanted, more], runs, random) => {
    const design = { outcome, shares: arms, confidence: 0.95, ...more };
    const total = inference.totalFor(lift, wanted, design);
    const promise = inference.powerAt(total, lift, design);
    const seen = inference.simulatedPower(total, lift, design, runs, random);
    const group = more?.looks ? 'power of a test with thirty looks' : 'power of a test with one look';
    return { name: `power, ${name}`, group, bound: 'within 3 points', told: 1, ...rate(seen * runs, runs, promise) };
  });
}
