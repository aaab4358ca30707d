/** Tells once why events are not stored, again where the reason is another one, and once that they are stored again. */

import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Hears of each batch. */
export interface TroubleTeller {
  /** @param code the system's word, such as `ENOSPC`, or the journal's */
  refused(code: string, events: number): void;
  stored(): void;
  /** Tells what was kept back, and ends once all is told. */
  tellRest(): Promise<void>;
}

/** What it works with. */
export interface TroubleParts {
  readonly onProblem: (problem: string) => void;
  /** Free bytes of the disk of a folder; null where nobody knows. Default: as the system says. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
  /** Milliseconds since any time, by a clock that nobody sets. */
  readonly elapsed?: () => number;
}

/** A disk that takes every other batch would otherwise fill the log that is on it. */
const REST_MS = 60_000;

/** @param file where events go */
export function createTroubleTeller(file: string, parts: TroubleParts): TroubleTeller {
  const { onProblem, freeBytes = freeBytesOf, elapsed = () => performance.now() } = parts;
  const toldAt = new Map<string, number>();
  let code: string | null = null;
  let isTold = false;
  let [refusedSince, refusedEvents] = [0, 0];
  let said = Promise.resolve();
  /** One after the other, as some have to look at the disk first. */
  const say = (sentence: () => Promise<string> | string): void => {
    // Whoever hears of it and fails shall not end what stores events.
    said = said.then(async () => onProblem(await sentence())).catch(() => undefined);
  };
  const hasRested = (about: string): boolean => elapsed() - (toldAt.get(about) ?? Number.NEGATIVE_INFINITY) >= REST_MS;
  const tellEnd = (): void => {
    const [events, seconds] = [refusedEvents, Math.round((elapsed() - refusedSince) / 1000)];
    [isTold, refusedEvents] = [false, 0];
    toldAt.set('', elapsed());
    say(() => againText(file, events, seconds));
  };
  return {
    refused(why, events) {
      // Nothing is wrong: it is ending.
      if (why === 'closed') return;
      if (!refusedEvents) refusedSince = elapsed();
      refusedEvents += events;
      if (why === code) return;
      code = why;
      if (!hasRested(why)) return;
      isTold = true;
      toldAt.set(why, elapsed());
      say(async () => refusedText(file, why, await freeBytes(dirname(file))));
    },
    stored() {
      code = null;
      if (refusedEvents && (isTold || hasRested(''))) tellEnd();
    },
    async tellRest() {
      if (refusedEvents && code === null) tellEnd();
      await said;
    },
  };
}

const freeBytesOf = (folder: string): Promise<number | null> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null, // a folder that is gone, or a disk that answers nothing
  );

const refusedText = (file: string, code: string, free: number | null): string =>
  `Events are refused: ${reasonOf(file, code, free)}. Browsers keep what is refused for a while and send it again.`;

/** So much is free on a disk that takes nothing for another reason than room. */
const ROOM_BYTES = 16 * 1024 * 1024;

function reasonOf(file: string, code: string, free: number | null): string {
  const folder = dirname(file);
  switch (code) {
    case 'ENOSPC': {
      if (free !== null && free > ROOM_BYTES)
        return `the disk of ${folder} takes nothing more, although ${sizeOf(free)} are free: it may be out of inodes (df -i), or a quota is used up`;
      return `the disk of ${folder} is full${free === null ? '' : ` (${sizeOf(free)} free)`}: free some space there`;
    }
    case 'EDQUOT':
      return `this user's share of the disk of ${folder} is used up: free some space there, or raise the quota`;
    case 'EFBIG':
      return `${file} may not grow any more: give it another name, so that a new one is begun, or raise the limit (ulimit -f)`;
    case 'EROFS':
      return `the disk of ${folder} is read-only: mount it for writing`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not write ${file}: permit it`;
    case 'EIO':
      return `the disk of ${folder} fails (EIO): look into the log of the system, and exchange it`;
    case 'EMFILE':
    case 'ENFILE':
      return `too many files are open (${code}): raise the limit (ulimit -n)`;
    case 'full':
      return `the disk of ${folder} is too slow for what comes in`;
    default:
      return `${file} could not be written (${code})`;
  }
}

const againText = (file: string, events: number, seconds: number): string =>
  `Events are stored in ${file} again. ${events.toLocaleString('en')} ${events === 1 ? 'was' : 'were'} refused in ${timeOf(seconds)}.`;

const timeOf = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : `${Math.round(seconds / 3600)} hours`;

const sizeOf = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;
