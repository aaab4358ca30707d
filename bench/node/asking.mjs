/** Answers requests in a process of its own, and tells its parent what each one cost. */

import { askers, IDS } from './askers.mjs';

const { create, title } = askers.find(({ name }) => name === process.argv[2]);
const ask = await create();
await check();

process.on('message', async ({ count, prefix }) => {
  process.send({ costUs: await costOf(count, prefix) });
});
process.send({ isReady: true });

/** It must give both variants, in each experiment: else it would be fast because it decides nothing. */
async function check() {
  const seen = IDS.map(() => new Set());
  for (let at = 0; at < 100; at++) {
    const keys = await ask(`check-${at}`);
    for (const [index, key] of keys.entries()) seen[index].add(key);
  }
  if (!seen.every((keys) => keys.has('control') && keys.has('treatment') && keys.size === 2))
    throw new Error(`${title} does not divide everybody in two`);
}

/** In time of the processor: what else runs on the machine does not count. */
async function costOf(count, prefix) {
  const before = process.cpuUsage();
  for (let at = 0; at < count; at++) await ask(`${prefix}-${at}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
