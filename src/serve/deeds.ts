/**
 * Knows where each deed lies in the file of the record, and reads only what was added since: the file is never begun
 * anew, and a list of experiments asks for each of them.
 */

import { type FileHandle, open } from 'node:fs/promises';
import { cannotRead, codeOf } from '../files/index.js';
import { type DeedLine, parseDeedLine } from './deedline.js';
import { createTurns } from './turns.js';

/** Where the last line of a deed lies. */
export interface DeedPlace {
  readonly id: string;
  readonly at: string;
  readonly experiment?: string | undefined;
  /** Bytes from the start of the file. */
  readonly from: number;
  readonly bytes: number;
}

/** When what was done with an experiment, as far as the record knows. ISO 8601. */
export interface DeedMoments {
  /** Of the first that was done. */
  readonly first: string;
  /** By what was done, `experiment.start`, the last time; `fx/cta:experiment.start` on a branch for review. */
  readonly last: ReadonlyMap<string, string>;
  /** The same of what ends it, the first time since it was started last: a note of it is changed later. */
  readonly since: ReadonlyMap<string, string>;
}

/** What ends an experiment. */
export const ENDING_DEEDS: readonly string[] = ['experiment.stop', 'experiment.archive', 'experiment.conclude'];

/** What is known of a file of deeds. */
export interface DeedIndex {
  /** In the order in which they were begun; the oldest are missing where there are more than `MOST_PLACES`. */
  readonly places: ReadonlyMap<string, DeedPlace>;
  readonly isWhole: boolean;
  /** By experiment. */
  readonly moments: ReadonlyMap<string, DeedMoments>;
}

/** So many are remembered, some 200 bytes each: older ones are looked for in the file when somebody wants them. */
const MOST_PLACES = 50_000;
const CHUNK_BYTES = 2 ** 18;
/** So much of the end of what was read is looked at again: another file in its place has something else there. */
const MARK_BYTES = 64;

interface KeptMoments extends DeedMoments {
  readonly last: Map<string, string>;
  readonly since: Map<string, string>;
}

interface Kept extends DeedIndex {
  readonly places: Map<string, DeedPlace>;
  readonly moments: Map<string, KeptMoments>;
  isWhole: boolean;
  /** When the last one was begun that is remembered no more. */
  forgottenAt: string;
  ino: number;
  mtimeMs: number;
  size: number;
  /** Up to here every line is known. */
  end: number;
  mark: string;
}

/**
 * Reads of one file, one after another, so that whoever asks after a line was written finds it.
 *
 * @returns what is known by now
 */
export function openDeedIndex(file: string, most = MOST_PLACES): () => Promise<DeedIndex> {
  const turns = createTurns();
  let kept = nothing();
  return () =>
    turns(async () => {
      const handle = await openIfThere(file);
      if (!handle) {
        kept = nothing();
        return kept;
      }
      try {
        const { ino, size, mtimeMs } = await handle.stat();
        if (ino === kept.ino && size === kept.size && mtimeMs === kept.mtimeMs) return kept;
        // As long as before and written again, or shorter, it is another one; a longer one only where the end differs.
        const isLonger = ino === kept.ino && size > kept.size;
        if (!isLonger || (await markBefore(handle, kept.end)) !== kept.mark) kept = nothing();
        for await (const line of linesFrom(handle, kept.end)) {
          remember(kept, line, most);
          kept.end = line.from + line.bytes;
        }
        Object.assign(kept, { ino, size, mtimeMs, mark: await markBefore(handle, kept.end) });
        return kept;
      } catch (error) {
        kept = nothing();
        throw cannotRead(file, error);
      } finally {
        await handle.close();
      }
    });
}

/**
 * The last deeds before one, from the whole file: for those that are remembered no more.
 *
 * @param before the id of a deed; undefined: from the end
 */
export async function searchDeeds(
  file: string,
  isWanted: (deed: DeedLine) => boolean,
  before: string | undefined,
  limit: number,
): Promise<DeedPlace[]> {
  const handle = await openIfThere(file);
  if (!handle) return [];
  const found = new Map<string, DeedPlace>();
  let isOver = false;
  try {
    for await (const { deed, ...place } of linesFrom(handle, 0)) {
      isOver ||= before !== undefined && deed?.id === before;
      if (!deed || !isWanted(deed) || (isOver && !found.has(deed.id))) continue;
      found.set(deed.id, { id: deed.id, at: deed.at, experiment: deed.experiment, ...place });
      if (found.size > limit) takeFirst(found);
    }
    return [...found.values()];
  } catch (error) {
    throw cannotRead(file, error);
  } finally {
    await handle.close();
  }
}

/** The lines of deeds; null for one that is not there any more, as the file is another one. */
export async function linesAt(file: string, places: readonly DeedPlace[]): Promise<(string | null)[]> {
  const handle = places.length ? await openIfThere(file) : null;
  if (!handle) return places.map(() => null);
  try {
    const lines: (string | null)[] = [];
    for (const { from, bytes } of places) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, from);
      lines.push(bytesRead === bytes ? buffer.toString('utf8') : null);
    }
    return lines;
  } catch (error) {
    throw cannotRead(file, error);
  } finally {
    await handle.close();
  }
}

const nothing = (): Kept => ({
  ...{ places: new Map(), moments: new Map(), isWhole: true, forgottenAt: '' },
  ...{ ino: 0, mtimeMs: 0, size: 0, end: 0, mark: '' },
});

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw cannotRead(file, error);
  }
}

async function markBefore(handle: FileHandle, end: number): Promise<string> {
  const bytes = Math.min(MARK_BYTES, end);
  const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, end - bytes);
  return buffer.toString('latin1');
}

interface FoundLine {
  readonly deed: DeedLine | null;
  readonly from: number;
  readonly bytes: number;
}

/** Each line that ends, and a last one that does not where it is a deed all the same. */
async function* linesFrom(handle: FileHandle, start: number): AsyncGenerator<FoundLine> {
  let from = start;
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, from + rest.length);
    if (!bytesRead) break;
    const piece = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let at = 0;
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, at)) {
      const deed = end === at ? null : parseDeedLine(piece.toString('utf8', at, end));
      yield { deed, from: from + at, bytes: end + 1 - at };
      at = end + 1;
    }
    from += at;
    rest = piece.subarray(at);
  }
  const last = rest.length ? parseDeedLine(rest.toString('utf8')) : null;
  if (last) yield { deed: last, from, bytes: rest.length };
}

function remember(kept: Kept, { deed, from, bytes }: FoundLine, most: number): void {
  if (!deed) return;
  const { id, at, what, experiment, branch, state } = deed;
  // The end of one that is remembered no more makes it none of the newest.
  if (kept.places.has(id) || state === 'open' || at > kept.forgottenAt)
    kept.places.set(id, { id, at, experiment, from, bytes });
  if (kept.places.size > most) Object.assign(kept, { isWhole: false, forgottenAt: takeFirst(kept.places)?.at });
  if (experiment === undefined || state !== 'done') return;
  const moments = kept.moments.get(experiment) ?? { first: at, last: new Map(), since: new Map() };
  const on = (one: string): string => (branch === undefined ? one : `${branch}:${one}`);
  moments.last.set(on(what), at);
  if (what === 'experiment.start') for (const end of ENDING_DEEDS) moments.since.delete(on(end));
  else if (ENDING_DEEDS.includes(what) && !moments.since.has(on(what))) moments.since.set(on(what), at);
  kept.moments.set(experiment, moments);
}

function takeFirst(places: Map<string, DeedPlace>): DeedPlace | undefined {
  const [first] = places.values();
  if (first) places.delete(first.id);
  return first;
}
