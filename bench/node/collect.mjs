/**
 * Measures how many events `fx serve` puts on disk, by seconds of the processor, beside a server that stores nothing.
 */

import { fork } from 'node:child_process';
import { ask, beside, end, startFxServe, startSaying } from './serving.mjs';

const CONNECTIONS = 64;
const SECONDS = 8;
const QUICK_SECONDS = 3;
/** How often somebody opens a page of Studio where it is used, milliseconds. */
const LOOK_MS = 200;

export const collect = {
  name: 'collect',
  title: 'Events stored',
  needs: [],
  async run({ args, say }) {
    const seconds = args.isQuick ? QUICK_SECONDS : SECONDS;
    const rows = [];
    for (const events of [1, 50])
      for (const [name, title, start] of [
        ['bare', 'node:http, nothing stored', startBare],
        ['serve', 'fx serve, each event on disk', () => startServe(false)],
        ['used', 'the same while Studio is used', () => startServe(true)],
      ]) {
        say(`${title}, ${events} events a post`);
        rows.push({ name, title, events, ...(await measure(start, { events, seconds })) });
      }
    return { connections: CONNECTIONS, rows };
  },
};

/** What one server takes, once it has compiled what it runs. */
async function measure(start, { events, seconds }) {
  const { child, url, look, stop } = await start();
  const sender = fork(beside('posts.mjs'));
  try {
    const load = { url, events, connections: CONNECTIONS };
    await ask(sender, { ...load, seconds: 1 });
    const before = await ask(child, 'usage');
    const looking = look && setInterval(look, LOOK_MS);
    const told = await ask(sender, { ...load, seconds });
    if (looking) clearInterval(looking);
    const after = await ask(child, 'usage');
    const cpuMs = after.cpuMs - before.cpuMs;
    return {
      ...{ others: told.others, p99Ms: told.p99Ms, memoryMb: after.memoryKb / 1024 },
      postsPerSecond: told.posts / told.seconds,
      postCpuMs: cpuMs / told.posts,
      perCpuSecond: (told.posts * events) / (cpuMs / 1000),
    };
  } finally {
    sender.disconnect();
    await stop();
  }
}

async function startBare() {
  const { child, said } = await startSaying([beside('bare.mjs')], process.cwd());
  return { child, url: said.collectUrl, look: null, stop: () => end(child) };
}

/** @param isUsed whether somebody opens a page of Studio all the time */
async function startServe(isUsed) {
  const variants = 'variants: [{key: control, name: A}, {key: green, name: B}]\n';
  const cta = `id: cta\nname: Call to action\n${variants}`;
  const { child, said, headers, stop } = await startFxServe({ 'cta.yaml': cta });
  const look = () =>
    fetch(`${said.url}/experiments/cta`, { headers })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined); // it is being stopped
  return { child, url: said.collectUrl, look: isUsed ? look : null, stop };
}
