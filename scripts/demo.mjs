/** Serves the demo shop, and Studio beside it with the shop's experiments and events. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import colors from 'picocolors';
import { CannotListen } from '../dist/esm/collector/index.js';
import { banner, startDev } from '../dist/esm/dev/index.js';
import { Refusal } from '../dist/esm/files/index.js';
import { carryOut, chooseTarget, loadConfig, planFor, WAIT_MS } from '../dist/esm/publishing/index.js';
import { startServe } from '../dist/esm/serve/index.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'studio-port': { type: 'string' },
    host: { type: 'string' },
    folder: { type: 'string' },
  },
});
const demo = values.folder === undefined ? fileURLToPath(new URL('../demo', import.meta.url)) : resolve(values.folder);
const experiments = join(demo, 'experiments');
const own = join('.fx', 'demo');
const log = (line) => process.stdout.write(`  ${line}\n`);
const host = values.host ?? '127.0.0.1';

/**
 * The shop runs its experiments from the first visit on, so Studio must not call them unpublished. What somebody
 * changes in Studio afterwards waits for them to publish it, on later starts too.
 */
async function publishFirst() {
  if (existsSync(join(own, 'studio', 'record.ndjson'))) return;
  const config = orRefuse(await loadConfig(experiments));
  const destination = orRefuse(chooseTarget(undefined, config));
  const quiet = { say: () => undefined, busy: (_, work) => work() };
  const planned = orRefuse(await planFor(quiet, experiments, destination));
  if (planned.isNoop) return;
  orRefuse(await carryOut(planned, { waitMs: WAIT_MS, say: () => undefined, isBreakingAllowed: true }));
}

function orRefuse(attempt) {
  if (attempt.ok) return attempt.value;
  throw new Refusal(`The demo's experiments could not be published: ${attempt.obstacle.code}.`, 'demo');
}

/** Studio on the port that was asked for, else on the next one that is free. */
async function openStudio(dev) {
  const first = Number(values['studio-port'] ?? 8780);
  for (let port = first; ; port++) {
    try {
      return await startServe({
        directory: experiments,
        own,
        // Pages of the shop post to the shop's own collector, and the sample is what three weeks of made-up visitors
        // left.
        events: [join(demo, 'sample.ndjson.gz'), dev.eventsFile],
        site: dev.url,
        say: log,
        host: '127.0.0.1',
        port,
      });
    } catch (error) {
      if (error.code !== 'port' || first === 0 || port >= first + 20) throw error;
    }
  }
}

try {
  log('Starting the shop and Studio …');
  let studio;
  const port = values.port && { port: Number(values.port) };
  const dev = await startDev({ dir: demo, ...port, host, log, studio: () => studio?.url });
  await publishFirst();
  studio = await openStudio(dev);
  const paint = colors.createColors(process.stdout.isTTY === true && colors.isColorSupported);
  process.stdout.write(`${banner(dev, paint)}\n`);
  const link = studio.link ?? studio.url;
  process.stdout.write(
    `  ${paint.bold('Studio')}  ${paint.cyan(link)}\n  ${paint.dim('The link works once, within an hour.')}\n\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => Promise.all([dev.close(), studio.close()]));
  }
} catch (error) {
  const isForeseen = error instanceof Refusal || error instanceof CannotListen;
  process.stderr.write(`${isForeseen ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}
