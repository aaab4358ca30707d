/**
 * Measures a sixteenth of many events, which is what fx counts at a time: all of its browsers are of one bucket.
 * Arguments: the number of events of the whole, as often as wanted.
 */

import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, CLI } from '../publish.mjs';
import { EXPERIMENTS, writeEvents } from './events.mjs';
import { measure, textOf } from './results.mjs';

const BUCKETS = 16;
const { bucketOf, hashText } = await import('../../dist/esm/results/engines/buckets.js');
const isOfBucket = (browser) => bucketOf(hashText(browser)) % BUCKETS === 0;

for (const whole of process.argv.slice(2).map(Number)) {
  const work = join(CACHE, `slice-${whole}`);
  const lines = join(work, 'events.ndjson');
  mkdirSync(join(work, 'experiments'), { recursive: true });
  for (const id of EXPERIMENTS) writeFileSync(join(work, 'experiments', `${id}.yaml`), textOf(id));
  if (!existsSync(lines)) {
    await writeEvents(`${lines}.part`, whole / BUCKETS, isOfBucket);
    renameSync(`${lines}.part`, lines);
  }
  rmSync(join(work, 'archive'), { recursive: true, force: true });
  const bytes = statSync(lines).size;
  const compact = await measure([CLI, 'events', 'compact', lines, '--to', 'archive'], work);
  const counted = await measure([CLI, 'results', 'experiments', '--json', '--events', 'archive'], work);
  process.stdout.write(`${JSON.stringify({ whole, slice: whole / BUCKETS, bytes, compact, counted })}\n`);
}
