/** Reads files of events in batches of whole lines, from where a sink was last. */

import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { Segment } from '../../collector/index.js';
import { codeOf } from '../../files/index.js';

/** Some lines, and where they end. */
export interface LineBatch {
  readonly lines: readonly string[];
  /** Bytes of lines up to here, unpacked. */
  readonly end: number;
}

/** An open file of events. */
export interface OpenSegment {
  /** By its first line, which stays when the file is renamed or packed. */
  readonly id: string;
  /** From a number of bytes on. An unfinished line at the end is left for later. */
  batches(from: number): AsyncGenerator<LineBatch>;
  close(): Promise<void>;
}

/** Bounds of a batch: one is in memory at a time, whatever waits. */
const MOST_LINES = 1000;
const MOST_BYTES = 2 ** 20;

/**
 * Opens a file; null where it is gone, or has no whole line yet.
 *
 * @param durable how much of which file is on disk for good; beyond that lines may be taken back
 */
export async function openSegment(
  { path, day, isPacked }: Segment,
  durable: () => { readonly ino: number; readonly bytes: number },
): Promise<OpenSegment | null> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null; // it was packed or deleted meanwhile: the next look finds it
    throw error;
  });
  if (!handle) return null;
  try {
    const { ino, size } = await handle.stat();
    const held = durable();
    // Renamed between the listing and this: it is a day that is over then, and the next look finds it.
    const limit = day !== null ? size : held.ino === ino ? Math.min(held.bytes, size) : 0;
    const id = await firstLine(handle, isPacked, limit);
    if (id !== null)
      return {
        id,
        batches: (from) => batchesOf(chunksOf(handle, isPacked, from, limit), from),
        close: () => handle.close(),
      };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return null;
}

async function firstLine(handle: FileHandle, isPacked: boolean, limit: number): Promise<string | null> {
  let text = Buffer.alloc(0);
  for await (const chunk of chunksOf(handle, isPacked, 0, limit)) {
    text = Buffer.concat([text, chunk]);
    const feed = text.indexOf(0x0a);
    if (feed >= 0) return createHash('sha256').update(text.subarray(0, feed)).digest('hex').slice(0, 32);
  }
  return null;
}

const CHUNK_BYTES = 64 * 1024;

async function* chunksOf(handle: FileHandle, isPacked: boolean, from: number, limit: number): AsyncGenerator<Buffer> {
  if (!isPacked) {
    for (let at = from; at < limit; ) {
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, limit - at));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    return;
  }
  const packed = handle.createReadStream({ start: 0, autoClose: false });
  let skip = from;
  for await (const chunk of packed.pipe(createGunzip()) as AsyncIterable<Buffer>) {
    const rest = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - rest.length;
    if (rest.length) yield rest;
  }
}

async function* batchesOf(chunks: AsyncIterable<Buffer>, from: number): AsyncGenerator<LineBatch> {
  let [begun, end, bytes]: [Buffer, number, number] = [Buffer.alloc(0), from, 0];
  let lines: string[] = [];
  for await (const chunk of chunks) {
    begun = begun.length ? Buffer.concat([begun, chunk]) : chunk;
    for (let feed = begun.indexOf(0x0a); feed >= 0; feed = begun.indexOf(0x0a)) {
      lines.push(begun.subarray(0, feed).toString('utf8'));
      begun = begun.subarray(feed + 1);
      end += feed + 1;
      bytes += feed + 1;
      if (lines.length < MOST_LINES && bytes < MOST_BYTES) continue;
      yield { lines, end };
      [lines, bytes] = [[], 0];
    }
  }
  if (lines.length) yield { lines, end };
}
