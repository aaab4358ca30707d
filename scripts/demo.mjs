/** Serves the demo shop, and Studio beside it with the shop's experiments and events. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import colors from 'picocolors';
import { CannotListen } from '../dist/esm/collector/index.js';
import { banner, startDev } from '../dist/esm/dev/index.js';
import { Refusal } from '../dist/esm/files/index.js';
import { startServe } from '../dist/esm/serve/index.js';

const demo = fileURLToPath(new URL('../demo', import.meta.url));
const { values } = parseArgs({
  options: { port: { type: 'string' }, 'studio-port': { type: 'string' }, host: { type: 'string' } },
});
const log = (line) => process.stdout.write(`  ${line}\n`);
const host = values.host ?? '127.0.0.1';

/** Studio on the port that was asked for, else on the next one that is free. */
async function openStudio(dev) {
  const first = Number(values['studio-port'] ?? 8780);
  for (let port = first; ; port++) {
    try {
      return await startServe({
        directory: join(demo, 'experiments'),
        own: join('.fx', 'demo'),
        // Pages of the shop post to the shop's own collector, and the sample is what three weeks of made-up visitors left.
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
  let studio;
  const port = values.port && { port: Number(values.port) };
  const dev = await startDev({ dir: demo, ...port, host, log, studio: () => studio?.url });
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
