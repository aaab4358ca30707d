/** Measures decisions a second in Node: one experiment, a rule of three conditions, another subject each time. */

import { rotate } from '../rounds.mjs';
import { summarize } from '../stats.mjs';
import { engines } from './engines/index.mjs';

const ROUND_MS = 250;
const QUICK_ROUND_MS = 60;
const ROUNDS = 9;
const BATCH = 200;
const CHECKED = 9000;

export const decisions = {
  name: 'decisions',
  title: 'Decisions in Node',
  needs: [],
  async run({ args, say }) {
    const all = [];
    for (const engine of engines) {
      say(engine.title);
      const made = await engine.create();
      all.push({ ...engine, ...made, rates: [], shares: sharesOf(made.decide) });
    }
    const roundMs = args.isQuick ? QUICK_ROUND_MS : ROUND_MS;
    for (let round = -1; round < ROUNDS; round++) {
      say(round < 0 ? 'warm-up' : `round ${round + 1} of ${ROUNDS}`);
      for (const one of rotate(all, round + 1)) {
        const rate = rateOf(one.decide, roundMs, `${round}-${one.name}`);
        if (round >= 0) one.rates.push(rate);
      }
    }
    for (const { close } of all) await close?.();
    return {
      rows: all.map(({ name, title, package: from, rates, shares }) => ({
        name,
        title,
        package: from ?? null,
        isPeer: !!from,
        shares,
        perSecond: summarize(rates),
      })),
    };
  },
};

/** In time of the processor: what else runs on the machine does not count. */
function rateOf(decide, roundMs, prefix) {
  const before = process.cpuUsage();
  let count = 0;
  let usedMs = 0;
  while (usedMs < roundMs) {
    for (let k = 0; k < BATCH; k++) decide(`${prefix}-${count + k}`);
    count += BATCH;
    const { user, system } = process.cpuUsage(before);
    usedMs = (user + system) / 1000;
  }
  return (count / usedMs) * 1000;
}

/**
 * How many get each variant: an engine that decides something else must not be compared.
 *
 * @throws {Error} where a subject is out, or where the shares are not equal
 */
function sharesOf(decide) {
  const counts = { a: 0, b: 0, c: 0 };
  for (let k = 0; k < CHECKED; k++) {
    const key = decide(`check-${k}`);
    if (!(key in counts)) throw new Error(`An engine answers ${JSON.stringify(key)} where it should give a variant.`);
    counts[key]++;
  }
  const shares = Object.values(counts).map((count) => count / CHECKED);
  if (shares.some((share) => Math.abs(share - 1 / 3) > 0.03))
    throw new Error(`An engine splits ${shares.map((share) => share.toFixed(3)).join(', ')}: these are no thirds.`);
  return shares;
}
