/** Marks a folder as one that this process writes events to, and tells who else does. */

import { lstatSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../files/index.js';

/** Who writes to a folder besides. */
export interface OtherWriter {
  readonly pid: string;
  /** As in the name of its mark. */
  readonly host: string;
  /** It runs on this machine; of others it is known only that they did a moment ago. */
  readonly isHere: boolean;
}

/** A mark that is kept fresh. */
export interface Writer {
  /** One that writes there, too; null where nobody is known. */
  readonly other: OtherWriter | null;
  /** Takes the mark away. */
  end(): void;
}

/** So often a mark is touched; one that nobody touched for longer than `FRESH_MS` was left by a killed process. */
const [BEAT_MS, FRESH_MS] = [30_000, 120_000];
/** Begins with a dot, as all else in a folder of events may be read for events. */
const MARK = /^\.collecting\.([1-9]\d{0,9})\.([\w.%!~*'()-]+)$/;

/**
 * Several may write to one folder, so this excludes nobody. A mark is an empty file whose name says whose it is, thus
 * never half written, and never opened. Where it cannot be made or looked at, nobody is known: whoever opens the events
 * says what is wrong with the folder.
 */
export function markWriter(directory: string): Writer {
  const here = encodeURIComponent(hostname());
  const own = `.collecting.${process.pid}.${here}`;
  const mark = join(directory, own);
  // Of an earlier process with the same number, as in containers; or something that is no file.
  quietly(() => rmSync(mark, { force: true }));
  touch(mark);
  const beat = setInterval(() => touch(mark), BEAT_MS).unref();
  return {
    other: findOther(directory, own, here),
    end: () => {
      clearInterval(beat);
      quietly(() => rmSync(mark, { force: true }));
    },
  };
}

/** Makes the mark again where somebody whose clock differs took it for an old one. */
function touch(mark: string): void {
  quietly(() => {
    const now = new Date();
    if (lstatSync(mark, { throwIfNoEntry: false })) utimesSync(mark, now, now);
    else writeFileSync(mark, '', { flag: 'wx' });
  });
}

/** One of this machine first: it can be looked for. Marks of those that are gone are removed. */
function findOther(directory: string, own: string, here: string): OtherWriter | null {
  const others = (quietly(() => readdirSync(directory)) ?? []).flatMap((name): OtherWriter[] => {
    const [, pid, host] = MARK.exec(name) ?? [];
    if (name === own || pid === undefined || host === undefined) return [];
    const path = join(directory, name);
    const isHere = host === here;
    if (isFresh(path) && (!isHere || isAlive(Number(pid)))) return [{ pid, host, isHere }];
    quietly(() => rmSync(path, { force: true }));
    return [];
  });
  return others.find(({ isHere }) => isHere) ?? others[0] ?? null;
}

/** A time to come is one of a clock that is wrong: nothing follows from it. */
function isFresh(path: string): boolean {
  const found = quietly(() => lstatSync(path));
  return found?.isFile() === true && Math.abs(Date.now() - found.mtimeMs) < FRESH_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM'; // another user's
  }
}

/** A mark is a courtesy: no start fails for it. */
function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null; // the folder is told of by whoever opens the events in it
  }
}
