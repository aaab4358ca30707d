/**
 * Measures a sixteenth of many events, which is what fx counts at a time: all of its browsers are of one bucket.
 * Arguments: the number of events of the whole, as often as wanted.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, CLI } from '../publish.mjs';
import { EXPERIMENTS, writeEvents } from './events.mjs';
import { beside } from './serving.mjs';

const BUCKETS = 16;
const { bucketOf, hashText } = await import('../../dist/esm/results/engines/buckets.js');
const isOfBucket = (browser) => bucketOf(hashText(browser)) % BUCKETS === 0;

for (const whole of process.argv.slice(2).map(Number)) {
  const work = join(CACHE, `slice-${whole}`);
  const lines = join(work, 'events.ndjson');
  mkdirSync(join(work, 'experiments'), { recursive: true });
  for (const id of EXPERIMENTS) writeFileSync(join(work, 'experiments', `${id}.yaml`), fileOf(id));
  if (!existsSync(lines)) {
    await writeEvents(`${lines}.part`, whole / BUCKETS, isOfBucket);
    renameSync(`${lines}.part`, lines);
  }
  rmSync(join(work, 'archive'), { recursive: true, force: true });
  const bytes = statSync(lines).size;
  const compact = await measure(['events', 'compact', lines, '--to', 'archive'], work);
  const counted = await measure(['results', 'experiments', '--json', '--events', 'archive'], work);
  process.stdout.write(`${JSON.stringify({ whole, slice: whole / BUCKETS, bytes, compact, counted })}\n`);
}

async function measure(command, work) {
  const used = join(work, 'used');
  rmSync(used, { force: true });
  const child = spawn(process.execPath, [CLI, ...command], {
    cwd: work,
    env: { ...process.env, NODE_OPTIONS: `--require ${beside('used.cjs')}`, FX_BENCH_USED: used, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = await once(child, 'close');
  if (status !== 0) return { failed: status };
  const all = readFileSync(used, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return {
    seconds: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000,
    memoryMb: Math.max(...all.map(({ memoryKb }) => memoryKb)) / 1024,
  };
}

function fileOf(id) {
  const variants = [
    { key: 'control', name: 'Control' },
    { key: 'treatment', name: 'Treatment' },
  ];
  const metrics = [
    { key: 'orders', name: 'Orders', kind: 'conversion', eventName: 'purchase', isPrimary: true },
    { key: 'signups', name: 'Sign-ups', kind: 'conversion', eventName: 'signup' },
    { key: 'carts', name: 'Carts', kind: 'conversion', eventName: 'add_to_cart' },
    { key: 'revenue', name: 'Revenue', kind: 'mean', eventName: 'purchase' },
  ];
  return JSON.stringify({ id, name: id, variants, metrics });
}
