/** Runs `node dist/esm/dev/main.js <folder>`: serves a folder of pages for development; the demo shop, for one. */

import { inspect, parseArgs } from 'node:util';
import colors from 'picocolors';
import { CannotListen, endOnSignal } from '../collector/index.js';
import { Refusal } from '../files/index.js';
import { banner } from './banner.js';
import { startDev } from './start.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, host: { type: 'string' } },
});

try {
  const dev = await startDev({
    dir: positionals[0] ?? 'demo',
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
    log: (line) => process.stdout.write(`  ${line}\n`),
  });
  endOnSignal(() => dev.close());
  const isColoured = process.stdout.isTTY === true && colors.isColorSupported;
  process.stdout.write(`${banner(dev, colors.createColors(isColoured))}\n`);
} catch (error) {
  const isForeseen = error instanceof Refusal || error instanceof CannotListen;
  process.stderr.write(`${isForeseen ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}
