/** Keeps each day of events in a file of its own, packs days that are over, and deletes those that are too old. */

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { codeIn } from './fault.js';
import type { Journal } from './journal.js';
import { createRetention, deletedText, doubtText } from './retention.js';
import type { Segment } from './segment.js';

/** How days are kept. */
export interface DayOptions {
  /** The file that events are appended to now. */
  readonly file: string;
  /** Where days lie that are over, such as `2026-11-28.ndjson.gz`. */
  readonly folder: string;
  /** Days after which a file is deleted, by this clock and by those of the newest events. Default: never. */
  readonly keptDays?: number | undefined;
  /** Whether a file may be deleted, such as once others have its events. Default: any. */
  readonly mayDelete?: (segment: Segment) => Promise<boolean>;
  /** How often is looked, milliseconds. Default: a minute. */
  readonly everyMs?: number;
  /** How long nothing was written to a file that is packed, milliseconds. Default: a minute. */
  readonly restMs?: number;
  readonly now?: () => number;
  /** Hears of days that were deleted, too. */
  readonly onProblem: (problem: string) => void;
}

const MINUTE_MS = 60_000;
const NAME = /^(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.ndjson(\.gz)?$/;
/** Begins with a dot, so that nobody takes it for events. */
const UNFINISHED = /^\.fx-.*\.part$/;

/**
 * All files of events, the oldest first; of a day that was being packed when the process was killed only the whole one.
 */
export async function listSegments(file: string, folder: string): Promise<Segment[]> {
  const names = await namesIn(folder);
  const found: Segment[] = [];
  for (const name of names.sort(byTime)) {
    const [, day, , packed] = NAME.exec(name) ?? [];
    if (day === undefined || (packed && names.includes(name.slice(0, -'.gz'.length)))) continue;
    found.push({ path: join(folder, name), day, isPacked: packed !== undefined });
  }
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  return isThere ? [...found, { path: file, day: null, isPacked: false }] : found;
}

/** `2026-11-28.2` is later than `2026-11-28`, and `.10` than `.9`. */
function byTime(a: string, b: string): number {
  const [dayA, dayB] = [a.slice(0, 10), b.slice(0, 10)];
  return Number(dayA > dayB) - Number(dayA < dayB) || numberOf(a) - numberOf(b);
}
const numberOf = (name: string): number => Number(NAME.exec(name)?.[2] ?? 1);

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeIn(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Days being kept. */
export interface DayKeeper {
  stop(): Promise<void>;
}

/** Looks at once, and then again and again. Killed at any moment, the next look goes on from what lies there. */
export function keepDays(journal: Journal, options: DayOptions): DayKeeper {
  const { everyMs = MINUTE_MS, keptDays, onProblem } = options;
  const clear = keptDays === undefined ? null : createClearing(keptDays, options);
  let looking: Promise<void> | null = null;
  let isSaid = false;
  const look = (): void => {
    looking ??= keep(journal, options, clear)
      .then(() => {
        isSaid = false;
      })
      .catch((error: unknown) => {
        const why = codeIn(error) ?? String(error);
        if (!isSaid)
          onProblem(
            `Days of events could not be kept apart (${why}): they stay in ${options.file} and are tried again.`,
          );
        isSaid = true;
      })
      .finally(() => {
        looking = null;
      });
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  look();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Deletes what is too old, and says so. */
function createClearing(keptDays: number, options: DayOptions): (segments: readonly Segment[]) => Promise<void> {
  const { now = Date.now, mayDelete = async () => true, onProblem } = options;
  const findOld = createRetention(keptDays);
  let isDoubtSaid = false;
  return async (segments) => {
    const { old, doubt } = await findOld(segments, now());
    const deleted: Segment[] = [];
    for (const segment of old) {
      if (!(await mayDelete(segment))) continue;
      await unlink(segment.path);
      deleted.push(segment);
    }
    if (deleted.length) onProblem(deletedText(deleted, keptDays));
    // Said once, not at every look.
    if (doubt && !isDoubtSaid) onProblem(doubtText(doubt));
    isDoubtSaid = doubt !== null;
  };
}

async function keep(
  journal: Journal,
  options: DayOptions,
  clear: ReturnType<typeof createClearing> | null,
): Promise<void> {
  const { file, folder, now = Date.now } = options;
  const day = await dayIn(file);
  if (day !== null && day !== dayOf(now())) {
    await mkdir(folder, { recursive: true });
    const moved = await journal.move(await freeName(folder, day));
    if (!moved.ok && moved.code !== 'closed' && moved.code !== 'ENOENT')
      throw Object.assign(new Error(moved.error), { code: moved.code });
  }
  for (const name of await namesIn(folder))
    if (UNFINISHED.test(name) && (await hasRested(join(folder, name), options))) await unlink(join(folder, name));
  await clear?.(await listSegments(file, folder));
  for (const { path, day, isPacked } of await listSegments(file, folder))
    if (day !== null && !isPacked) await pack(path, options);
}

/** The day of its first event, by the collector's clock: a clock that was set back puts nothing under a wrong name. */
async function dayIn(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (codeIn(error) === 'ENOENT') return null;
    throw error;
  });
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    const [, received] = /^[^\n]*?"received":(\d{12,14})\b/.exec(text) ?? [];
    return bytesRead === 0 ? null : dayOf(received === undefined ? (await handle.stat()).mtimeMs : Number(received));
  } finally {
    await handle.close();
  }
}

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

async function freeName(folder: string, day: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let at = 1; ; at++) {
    const name = `${day}${at === 1 ? '' : `.${at}`}.ndjson`;
    if (!taken.has(name) && !taken.has(`${name}.gz`)) return join(folder, name);
  }
}

/** Whole or not at all; the lines go once the packed file is on disk. Another process may do the same. */
async function pack(path: string, options: DayOptions): Promise<void> {
  // Somebody may still hold it open: what is written to a file while it is packed would be lost with it.
  if (!(await hasRested(path, options))) return;
  const unfinished = join(dirname(path), `.fx-${basename(path)}.${process.pid}.part`);
  try {
    const { size, atime, mtime } = await stat(path);
    await pipeline(createReadStream(path), createGzip(), createWriteStream(unfinished));
    const handle = await open(unfinished, 'r+');
    // When its last event came stays to be seen.
    await handle.utimes(atime, mtime);
    await handle.sync().finally(() => handle.close());
    if ((await stat(path)).size !== size) return await unlink(unfinished);
    await rename(unfinished, `${path}.gz`);
    await unlink(path);
  } catch (error) {
    await unlink(unfinished).catch(() => undefined); // what went wrong is said by the first error
    if (codeIn(error) !== 'ENOENT') throw error;
  }
}

async function hasRested(path: string, { restMs = MINUTE_MS }: DayOptions): Promise<boolean> {
  const found = await stat(path).catch(() => null); // another process was faster
  return found !== null && Math.abs(Date.now() - found.mtimeMs) >= restMs;
}
