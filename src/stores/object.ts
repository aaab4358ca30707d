/** Copies an object to a file, whole and of one version, however often the way to it is cut. */

import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Store, StoreStream } from './asking.js';
import { StoreFault } from './fault.js';
import type { ListedObject } from './listing.js';
import type { StorePatience } from './patience.js';

/** Of one object. */
export interface ObjectCopy {
  readonly store: Store;
  readonly url: string;
  /** As it was listed. */
  readonly listed: ListedObject;
  /** A file that is not there yet. */
  readonly path: string;
  readonly patience: StorePatience;
  readonly signal: AbortSignal;
  /** Hears how many bytes of it are there now. */
  readonly onBytes: (bytes: number) => void;
}

/** So often an object may turn out to be another one before it is there. */
const MOST_VERSIONS = 4;

/**
 * Goes on where the connection broke as long as it is the same version; another one is copied from its beginning.
 *
 * @throws StoreFault where it cannot be read; what the system says where the file cannot be written
 */
export async function copyObject(options: ObjectCopy): Promise<void> {
  const { path, patience, signal } = options;
  const file = await open(path, 'wx', 0o600);
  const copying = createCopying(options, file);
  try {
    for (let failures = 0, isWhole = false; !isWhole; ) {
      const before = copying.furthest();
      try {
        isWhole = await copying.readOn();
      } catch (error) {
        if (!(error instanceof StoreFault && error.isPassing) || signal.aborted) throw error;
        // What got further than ever is no failure: a large object over a bad line takes many connections.
        failures = copying.furthest() > before ? 1 : failures + 1;
        if (failures >= patience.tries) throw error;
        await setTimeout(patience.pauseMs * 2 ** (failures - 1), undefined, { signal });
      }
    }
  } finally {
    await file.close();
  }
}

/** What is known of the version that is copied. */
interface Version {
  /** '' where it is not known. */
  readonly tag: string;
  readonly bytes: number | null;
}

function createCopying({ store, url, listed, signal, onBytes }: ObjectCopy, file: FileHandle) {
  let version: Version = { tag: bare(listed.version), bytes: Number.isNaN(listed.bytes) ? null : listed.bytes };
  let [done, furthest, versions] = [0, 0, 1];
  return {
    /** How many bytes of this version have been there, also where they were thrown away since. */
    furthest: () => furthest,
    /** @returns whether all of it is there: false where it turned out to be another version */
    async readOn(): Promise<boolean> {
      const headers: Record<string, string> =
        done && version.tag ? { range: `bytes=${done}-`, 'if-match': `"${version.tag}"` } : {};
      const answer = await store.read(url, { headers, signal }, [412, 416]);
      const tag = bare(answer.header('etag') ?? '');
      const isOther = answer.status > 299 || (tag !== '' && version.tag !== '' && tag !== version.tag);
      const isPart = answer.status === 206 && answer.header('content-range')?.startsWith(`bytes ${done}-`) === true;
      if (isOther) {
        if (++versions > MOST_VERSIONS) throw new StoreFault('it is written again and again while it is read', false);
        version = { tag: '', bytes: null };
        furthest = 0;
      }
      if (isOther || !isPart) {
        done = 0;
        await file.truncate(0);
      }
      if (answer.status !== 200 && done === 0) {
        // A part of something else: what is wanted is its beginning.
        for await (const _ of answer.body) break;
        if (isOther) return false;
        throw new StoreFault(`it answered ${answer.status} where all of it was asked for`, true);
      }
      if (version.tag === '') version = { tag, bytes: version.bytes ?? lengthIn(answer) };
      const torn = (what: string): StoreFault => {
        done = 0;
        return new StoreFault(`it gave ${what}`, true);
      };
      for await (const chunk of answer.body) {
        // Without an end it would fill the disk.
        if (version.bytes !== null && done + chunk.length > version.bytes)
          throw torn(`more than its ${version.bytes} bytes`);
        await writeAll(file, chunk, done);
        done += chunk.length;
        furthest = Math.max(furthest, done);
        onBytes(done);
      }
      if (version.bytes === null || done === version.bytes) return true;
      throw torn(`${done} bytes of ${version.bytes}`);
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let from = 0; from < bytes.length; )
    from += (await file.write(bytes, from, bytes.length - from, position + from)).bytesWritten;
}

/** Lists and answers differ in how they write the same. */
const bare = (tag: string): string => tag.replace(/^W\/|"/g, '');

function lengthIn(answer: StoreStream): number | null {
  const length = answer.header('content-length');
  return length === null ? null : Number(length);
}
