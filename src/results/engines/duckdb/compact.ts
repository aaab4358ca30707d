/** Makes Parquet of lines of events, in a folder where they stay. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EventFile, type Reading, readEvents } from '../../events.js';
import { DUCK_MEMORY_MB, runDuckJob } from './child.js';
import type { DuckAnswer } from './job.js';
import { bucketFolder } from './pack.js';
import { createSortedEvents } from './sorted.js';

/** What became of the lines. */
export type Compacted =
  | {
      readonly ok: true;
      readonly reading: Reading;
      /** Events, each once. */
      readonly events: number;
      readonly bytes: number;
      readonly files: number;
      /** Whether the folder had all of them before. */
      readonly isKnown: boolean;
    }
  | { readonly ok: false; readonly code: 'missing' | 'failed'; readonly reason: string };

/**
 * Writes a file to each bucket that has events. They are named by the days of the events and by all that is in them, so
 * that the same lines make the same files; a run that is killed leaves none.
 *
 * @param to a folder that is there
 */
export async function compactEvents(files: readonly EventFile[], to: string): Promise<Compacted> {
  const folder = mkdtempSync(join(resolve(to), '.fx-'));
  try {
    const [lines, packed] = [join(folder, 'lines'), join(folder, 'packed')];
    const sorted = createSortedEvents(lines, true);
    const hash = createHash('sha256');
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const reading = await readEvents(files, (read) => {
      const { at, id } = read.event;
      [first, last] = [Math.min(first, read.received ?? at), Math.max(last, read.received ?? at)];
      hash.update(`${id} ${read.received}\n`);
      sorted.add(read);
    });
    const from = sorted.finish();
    if (!from.length) return { ok: true, reading, events: 0, bytes: 0, files: 0, isKnown: false };
    const name = `${dayOfFile(first)}_${dayOfFile(last)}_${hash.digest('hex').slice(0, 12)}`;
    mkdirSync(packed);
    const answer = await runDuckJob({ is: 'pack', from, to: packed, name, folder, memoryMb: DUCK_MEMORY_MB });
    if (answer.is === 'missing' || answer.is === 'failed') return { ok: false, code: answer.is, reason: answer.reason };
    // Packing is answered in no other way.
    const { events, bytes } = answer as Extract<DuckAnswer, { readonly is: 'packed' }>;
    const isKnown = from.map(({ bucket }) => takeIn(packed, to, bucket, `${name}.parquet`)).every((isOld) => isOld);
    return { ok: true, reading, events, bytes, files: from.length, isKnown };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const dayOfFile = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** @returns whether it was there */
function takeIn(packed: string, to: string, bucket: number, name: string): boolean {
  const path = join(bucketFolder(bucket), name);
  const isOld = existsSync(join(to, path));
  mkdirSync(join(to, bucketFolder(bucket)), { recursive: true });
  renameSync(join(packed, path), join(to, path));
  return isOld;
}
