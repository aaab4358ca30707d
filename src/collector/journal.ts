/** Appends to a file whose lines are on disk when the promise says so: one queue, one writer, group commit. */

import type { Stats } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeIn } from './fault.js';

/** What became of some lines. `code` is the system's own, such as `ENOSPC`, or `closed` or `full`. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly error: string };

/** The open file. */
export interface Journal {
  /**
   * Appends whole lines, each with its line feed.
   *
   * @returns `ok` once they are on disk (fdatasync); otherwise none of them counts as written
   */
  append(lines: string): Promise<Written>;
  /** Gives the file another name between two writes: the next lines go to a new one. */
  move(to: string): Promise<Written>;
  /** How much of the file is on disk for good: what lies beyond it may be taken back. */
  durable(): Durable;
  /** Writes what is queued, then closes the file. Later appends answer `closed`. */
  close(): Promise<void>;
}

/** A file by its number, and how many of its bytes. */
interface Durable {
  readonly ino: number;
  readonly bytes: number;
}

/** The file that is open, and how long it was before the next write. */
interface Held extends Durable {
  readonly handle: FileHandle;
  readonly dev: number;
}

/** What may be set on a journal. */
export interface JournalOptions {
  /** Bytes that may wait for the disk before `append` answers `full`. Default 16 MiB. */
  readonly maxQueuedBytes?: number;
  /** Hears in one sentence what was repaired. */
  readonly onProblem?: (problem: string) => void;
}

interface Waiting {
  readonly bytes: Buffer;
  /** The name that the file is to get, once all before it are on disk. */
  readonly moveTo?: string;
  readonly settle: (written: Written) => void;
}

const COMMIT_BYTES = 4 * 1024 * 1024;

/**
 * Opens a file for appending and takes off an unfinished last line, which a killed process left and never answered for.
 * The file may be renamed or deleted while it is open: the next lines go to a new one of the same name. One process to
 * a file.
 *
 * @throws when the file cannot be opened
 */
export async function openJournal(file: string, options: JournalOptions = {}): Promise<Journal> {
  const { maxQueuedBytes = 16 * 1024 * 1024, onProblem = () => undefined } = options;
  let held: Held | null = await hold(file, onProblem);
  let durable: Durable = { ino: held.ino, bytes: held.bytes };
  let queue: Waiting[] = [];
  let queuedBytes = 0;
  let closed = false;
  let running: Promise<void> | null = null;

  const commit = async (bytes: Buffer): Promise<Written> => {
    try {
      // A file deleted between its write and its sync takes the lines with it, so they are written once more.
      for (let attempt = 0; attempt < 3; attempt++) {
        held = await current(file, held, onProblem);
        await write(held, bytes);
        await held.handle.datasync();
        const { nlink, ino, size } = await held.handle.stat();
        if (nlink > 0) {
          durable = { ino, bytes: size };
          return { ok: true };
        }
      }
      return { ok: false, code: 'deleted', error: `${file} is deleted again and again while it is written.` };
    } catch (cause) {
      await held?.handle.close().catch(() => undefined); // it is given up for a fresh one: how it closes changes nothing
      held = null;
      const code = wordOf(cause);
      return { ok: false, code, error: `${file} could not be written (${code}); its events were refused.` };
    }
  };

  const moveTo = async (to: string): Promise<Written> => {
    try {
      await held?.handle.close();
      held = null;
      await rename(file, to);
      await syncDirectory(dirname(to));
      return { ok: true };
    } catch (cause) {
      const code = wordOf(cause);
      return { ok: false, code, error: `${file} could not be renamed (${code}).` };
    }
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup(queue);
      queue = queue.slice(group.length);
      const to = group[0]?.moveTo;
      const written = await (to === undefined ? commit(Buffer.concat(group.map(({ bytes }) => bytes))) : moveTo(to));
      for (const waiting of group) {
        queuedBytes -= waiting.bytes.length;
        waiting.settle(written);
      }
    }
    running = null;
  };

  const enqueue = (waiting: Omit<Waiting, 'settle'>): Promise<Written> => {
    if (closed) return Promise.resolve({ ok: false, code: 'closed', error: `${file} is closed.` });
    if (queuedBytes + waiting.bytes.length > maxQueuedBytes)
      return Promise.resolve({ ok: false, code: 'full', error: `Too much waits to be written to ${file}.` });
    queuedBytes += waiting.bytes.length;
    return new Promise((settle) => {
      queue.push({ ...waiting, settle });
      running ??= run();
    });
  };

  return {
    append: (lines) => enqueue({ bytes: Buffer.from(lines) }),
    durable: () => durable,
    move: (to) => enqueue({ bytes: Buffer.alloc(0), moveTo: to }),
    async close() {
      closed = true;
      await running;
      await held?.handle.close();
      held = null;
    },
  };
}

function takeGroup(queue: readonly Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const waiting of queue) {
    if (waiting.moveTo !== undefined) break;
    if (count > 0 && bytes + waiting.bytes.length > COMMIT_BYTES) break;
    bytes += waiting.bytes.length;
    count++;
  }
  return queue.slice(0, Math.max(1, count));
}

/** The file that belongs to the name now: a rotated or deleted one is let go and a new one begun. */
async function current(file: string, held: Held | null, onProblem: (problem: string) => void): Promise<Held> {
  if (held) {
    // One question to a write, and not one for each fact: it is asked thousands of times a second.
    const named = await statOrNull(file);
    if (named && named.ino === held.ino && named.dev === held.dev) return { ...held, bytes: named.size };
    await held.handle.close();
  }
  return hold(file, onProblem);
}

async function hold(file: string, onProblem: (problem: string) => void): Promise<Held> {
  const handle = await openTrimmed(file, onProblem);
  const { ino, dev, size } = await handle.stat();
  return { handle, ino, dev, bytes: size };
}

async function openTrimmed(file: string, onProblem: (problem: string) => void): Promise<FileHandle> {
  await mkdir(dirname(file), { recursive: true });
  const isNew = (await statOrNull(file)) === null;
  const handle = await open(file, 'a+');
  try {
    if (isNew) await syncDirectory(dirname(file));
    const cut = await trim(handle);
    if (cut > 0) onProblem(`${file} ended in an unfinished line; its ${cut} bytes were removed.`);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A new file's name is on disk only when its directory is. */
async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(directory, 'r');
    await handle.sync();
  } catch {
    // Windows and some network drives cannot sync a directory; there the file system sees to it.
  } finally {
    await handle?.close();
  }
}

/** Cuts the file after its last line feed and says how many bytes went. */
async function trim(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const chunk = Buffer.alloc(64 * 1024);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - start, start);
    const feed = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (feed >= 0) {
      end = start + feed + 1;
      break;
    }
    end = start;
  }
  // The size is read again: were another process writing this very moment, its line only looks unfinished.
  if (end === size || (await handle.stat()).size !== size) return 0;
  await handle.truncate(end);
  await handle.datasync();
  return size - end;
}

async function write({ handle, bytes: before }: Held, bytes: Buffer): Promise<void> {
  let done = 0;
  try {
    while (done < bytes.length) done += (await handle.write(bytes, done)).bytesWritten;
  } catch (error) {
    // What a full disk took of the lines is taken back, or the next line would be glued to it.
    if (done > 0 && (await handle.stat()).size === before + done) await handle.truncate(before);
    throw error;
  }
}

async function statOrNull(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (codeIn(error) === 'ENOENT') return null;
    throw error;
  }
}

const wordOf = (error: unknown): string => codeIn(error) ?? 'unknown';
