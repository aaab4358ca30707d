/** Measures what a request costs a server that asks for 20 experiments, of a visitor who is new each time. */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rotate } from '../rounds.mjs';
import { summarize } from '../stats.mjs';
import { askers } from './askers.mjs';

const ROUNDS = 9;
const VISITS = 4000;
const QUICK_VISITS = 500;
/** Until then the engine still compiles what it is asked. */
const WARM_UP_VISITS = 20_000;
const CHILD = fileURLToPath(new URL('asking.mjs', import.meta.url));

export const visits = {
  name: 'visits',
  title: 'A request with 20 experiments',
  needs: [],
  async run({ args, say }) {
    const all = [];
    try {
      for (const { name, title, package: from } of askers) {
        say(title);
        all.push({ name, title, from, costs: [], child: await begin(name) });
      }
      for (let round = -1; round < ROUNDS; round++) {
        say(round < 0 ? 'warm-up' : `round ${round + 1} of ${ROUNDS}`);
        for (const { child, costs } of rotate(all, round + 1)) {
          const measured = args.isQuick ? QUICK_VISITS : VISITS;
          child.send({ count: round < 0 ? WARM_UP_VISITS : measured, prefix: `${round}` });
          const { costUs } = await answerOf(child);
          if (round >= 0) costs.push(costUs);
        }
      }
    } finally {
      for (const { child } of all) child.kill();
    }
    return {
      rows: all.map(({ name, title, from, costs }) => ({ name, title, isPeer: !!from, us: summarize(costs) })),
    };
  },
};

/** A process to each: a server has one of them, and pays neither for the garbage nor for the types of another. */
async function begin(name) {
  const child = fork(CHILD, [name]);
  await answerOf(child);
  return child;
}

/**
 * What a child says next.
 *
 * @throws {Error} where it ends before; why is on stderr
 */
const answerOf = (child) =>
  new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${child.spawnargs.at(-1)} ended`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
  });
