/**
 * Makes up events as collectors write them: late, twice, by clocks that are off, of visitors who sign in and come back.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const START = Date.UTC(2026, 8, 1);
const DAY = 86_400_000;
const NAMES = ['purchase', 'signup', 'add_to_cart', 'scroll'];
const LINES_AT_ONCE = 5000;

/** What they are about. */
export const EXPERIMENTS = ['pricing', 'hero-headline', 'checkout-steps'];

/**
 * Writes so many lines, the same ones each time.
 *
 * @param {string} file
 * @param {number} count
 * @param {(browser: string) => boolean} isWanted which browsers may come
 */
export async function writeEvents(file, count, isWanted = () => true) {
  const draw = createDraw(1, isWanted);
  const out = createWriteStream(file);
  let lines = [];
  for (let told = 0; told < count; ) {
    const made = linesOf(draw);
    told += made.length;
    lines.push(...made);
    if (lines.length < LINES_AT_ONCE && told < count) continue;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    lines = [];
  }
  out.end();
  await once(out, 'finish');
}

/** mulberry32, and what is drawn from it. */
function createDraw(seed, isWanted) {
  let state = seed;
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most) => Math.floor(share() * most);
  const word = () =>
    below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const id = () => word() + word() + word() + word();
  const browser = () => {
    for (;;) {
      const drawn = id();
      if (isWanted(drawn)) return drawn;
    }
  };
  return { share, below, id, browser };
}

/** All of one person. */
function linesOf(draw) {
  const { share, below, id } = draw;
  const browser = draw.browser();
  const host = below(6) ? null : `user-${below(1e9)}`;
  const off = below(20) ? below(2000) - 1000 : Math.round((share() - 0.5) * 1e5);
  const seen = EXPERIMENTS.filter(() => below(10) < 6).map((experiment) => ({ experiment, arm: below(2) }));
  const lines = [];
  let time = START + share() * 60 * DAY;
  const visits = 1 + Math.floor(-Math.log(1 - share()) * 2);
  for (let visit = 0; visit < visits; visit++) {
    const person = host && visit ? { subject: host, visitor: browser } : { subject: browser };
    const base = (type) => ({
      id: id(),
      type,
      at: Math.round(time + off + below(400)),
      ...person,
      revision: '6604421a64dca5f8',
      path: '/',
    });
    const clocks = { received: Math.round(time + 550 + share() ** 8 * 20_000), sentAt: Math.round(time + off + 500) };
    for (const event of eventsOf(base, draw, {
      seen,
      visit,
      phase: time < START + 40 * DAY ? '4dce18fe' : '5f3a90b1',
    })) {
      lines.push(JSON.stringify({ ...event, ...clocks }));
      if (!below(100))
        lines.push(
          JSON.stringify({ ...event, received: clocks.received + below(5000), sentAt: clocks.sentAt + below(4000) }),
        );
    }
    time += share() < 0.5 ? share() * 1_800_000 : share() * 10 * DAY;
  }
  return lines;
}

function eventsOf(base, { share, below }, { seen, visit, phase }) {
  const device = ['mobile', 'desktop', 'tablet'][Math.floor(share() ** 2 * 3)];
  const exposures = seen.map(({ experiment, arm }) => ({
    ...base('exposure'),
    experiment,
    variant: (below(2000) ? arm : 1 - arm) ? 'treatment' : 'control',
    phase,
    reason: visit ? 'sticky' : 'assigned',
    device,
    isNew: visit === 0,
  }));
  const conversions = Array.from({ length: below(5) }, () => {
    const name = NAMES[Math.floor(share() ** 0.7 * NAMES.length)];
    return {
      ...base('conversion'),
      name,
      value: name === 'purchase' ? Math.round(Math.exp(3 + 4 * (share() - 0.5)) * 100) / 100 : 1,
    };
  });
  return [...exposures, ...conversions];
}
