/** Lets one process at a time do something: a file beside what is worked on says who does. */

import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, Refusal, shown } from './refusal.js';
import { cannotWrite, writeNew } from './write.js';

/** Held while something is worked on. */
export interface Lock {
  /** @throws Locked where another process has taken the lock over since */
  check(): void;
}

/** Says who holds a lock; null where it was taken over meanwhile. */
export class Locked extends Error {
  override readonly name = 'Locked';

  constructor(
    readonly path: string,
    readonly holder: { readonly host: string; readonly pid: string } | null,
  ) {
    super('locked');
  }
}

/** How a lock is asked for. */
export interface LockOptions {
  /** How long to wait for another process, milliseconds. */
  readonly waitMs: number;
  /** Hears that the lock of a process that is gone was taken over. */
  readonly onTakenOver?: () => void;
  /** After this long, milliseconds, whoever holds it is taken for gone. Default: never. */
  readonly goneAfterMs?: number;
  /** Since when locks are known to say the same. Default: since this is asked for. */
  readonly watch?: LockWatch;
}

/** Where there are no links, a lock whose process was killed may be empty: after this long nobody is writing it. */
const UNWRITTEN_MS = 10_000;
/** So long a lock has to stay the same before the time of its file counts: a clock that is wrong makes any lock old. */
const [SEEN_EMPTY_MS, SEEN_HELD_MS] = [1000, 60_000];
const POLL_MS = 50;

/** Remembers since when locks say the same: by a clock of this process alone, which nobody sets. */
export interface LockWatch {
  /** Milliseconds since when it is seen to say that; 0 the first time. */
  sameForMs(path: string, text: string): number;
}

/** Has seen none. */
export function createLockWatch(): LockWatch {
  const seen = new Map<string, { readonly text: string; readonly since: number }>();
  return {
    sameForMs(path, text) {
      const now = performance.now();
      const before = seen.get(path);
      if (before?.text === text) return now - before.since;
      seen.set(path, { text, since: now });
      return 0;
    },
  };
}

/** Begins to watch a lock that somebody may hold now. */
export function watchLock(path: string, watch: LockWatch): void {
  try {
    watch.sameForMs(path, readFileSync(path, 'utf8'));
  } catch {
    // There is none, or it cannot be read: whoever asks for it hears why.
  }
}

/**
 * Runs something while nobody else holds the lock: no other process, and nothing else in this one.
 *
 * @param path of the lock
 * @throws Locked where it is held longer than `waitMs`, Refusal where the lock cannot be made
 */
export async function holdLock<T>(
  path: string,
  { waitMs, onTakenOver, goneAfterMs = Number.POSITIVE_INFINITY, watch = createLockWatch() }: LockOptions,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const own = JSON.stringify({
    host: hostname(),
    pid: process.pid,
    started: performance.timeOrigin,
    id: randomBytes(8).toString('hex'),
  });
  const deadline = performance.now() + waitMs;
  while (!take(path, own)) {
    const held = readHolder(path);
    if (held === null) {
      refuseLink(path);
      continue;
    }
    const state = judge(held, path, watch.sameForMs(path, held), goneAfterMs);
    if (state === 'gone') {
      if (takeAway(path, held)) onTakenOver?.();
    } else if (state === 'held' && performance.now() >= deadline) throw lockedBy(path, held);
    else await wait(POLL_MS);
  }
  const check = (): void => {
    if (readHolder(path) !== own) throw new Locked(path, null);
  };
  try {
    return await work({ check });
  } finally {
    if (readHolder(path) === own) unlinkSync(path);
  }
}

/** The lock appears with its content, so that a process killed here leaves none or one that says whose it is. */
function take(path: string, own: string): boolean {
  const aside = asideOf(path);
  try {
    writeFileSync(aside, own);
    try {
      linkSync(aside, path);
    } catch (error) {
      // Some file systems have no links.
      return codeOf(error) !== 'EEXIST' && writeNew(path, own);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(join(path, '..'), error);
  } finally {
    rmSync(aside, { force: true });
  }
}

const asideOf = (path: string): string => join(path, '..', `.fx-${randomBytes(6).toString('hex')}`);

function readHolder(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A link that leads nowhere can be neither read nor taken: waiting for it would never end. */
function refuseLink(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Refusal(`${shown(path)} is a link that leads nowhere: delete it.`, 'link');
}

interface Holder {
  readonly host?: unknown;
  readonly pid?: unknown;
  /** When its process started, to tell it from an earlier one of the same number, as in containers. */
  readonly started?: unknown;
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // its process ended while writing it
  }
}

/**
 * Whether the process that made the lock ended. Of another machine's processes nothing is known; of an empty lock that
 * looks old a moment more tells whether it is being written.
 */
function judge(text: string, path: string, sameForMs: number, goneAfterMs: number): 'gone' | 'held' | 'unclear' {
  if (sameForMs > goneAfterMs || (sameForMs > SEEN_HELD_MS && ageOf(path) > goneAfterMs)) return 'gone';
  const holder = parseHolder(text);
  if (!holder) {
    if (ageOf(path) <= UNWRITTEN_MS && sameForMs <= UNWRITTEN_MS) return 'held';
    return sameForMs > SEEN_EMPTY_MS ? 'gone' : 'unclear';
  }
  if (holder.host !== hostname() || typeof holder.pid !== 'number') return 'held';
  const isThere = holder.pid === process.pid ? holder.started === performance.timeOrigin : isAlive(holder.pid);
  return isThere ? 'held' : 'gone';
}

const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Deletes a stale lock, unless it is another one by now: then that is put back. */
function takeAway(path: string, stale: string): boolean {
  const aside = asideOf(path);
  try {
    renameSync(path, aside);
  } catch {
    return false; // somebody else was faster
  }
  const isStale = readHolder(aside) === stale;
  try {
    if (!isStale) linkSync(aside, path);
  } catch (error) {
    // A third process took the lock in between: the one that was put aside finds that out by its own check.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
  return isStale;
}

function lockedBy(path: string, held: string): Locked {
  const { host = 'another machine', pid = 'unknown' } = parseHolder(held) ?? {};
  return new Locked(path, { host: String(host), pid: String(pid) });
}
