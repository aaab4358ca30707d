/** Keeps rows in buckets, in memory while they are few and on the disk beyond. */

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many there are: of a hundred million subjects each holds some four hundred thousand. */
export const BUCKETS = 256;

/** Bytes that are kept in memory before the disk is used. */
const IN_MEMORY = 96 * 2 ** 20;
const FIRST_CHUNK = 4096;
const CHUNK = 64 * 1024;

/** Writes the rows of one bucket. */
export interface Pen {
  /** Where `at` counts from; it has room for as many bytes as were asked for. */
  bytes: Buffer;
  /** The same bytes: numbers are written through it, which compiles to one instruction. */
  view: DataView;
  at: number;
}

const penOf = (bytes: Buffer): Pen => ({ bytes, view: viewOf(bytes), at: 0 });

export const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length);

/** Rows that were sorted by a hash. */
export interface Buckets {
  /** What to write the next row with, which has at most so many bytes. */
  pen(bucket: number, bytes: number): Pen;
  /** All rows of a bucket, in the order in which they were written. */
  look(bucket: number): Buffer;
  /** The same. It is empty afterwards. */
  take(bucket: number): Buffer;
  /** Deletes what lies on the disk. */
  close(): void;
}

/** @param inMemory bytes that are kept before the disk is used */
export function createBuckets(inMemory = IN_MEMORY): Buckets {
  const pens: Pen[] = Array.from({ length: BUCKETS }, () => penOf(Buffer.alloc(0)));
  const full: Buffer[][] = pens.map(() => []);
  let held = 0;
  let folder: string | null = null;
  const nameOf = (bucket: number): string => {
    folder ??= mkdtempSync(join(tmpdir(), 'fx-results-'));
    return join(folder, `${bucket}`);
  };
  const spill = (): void => {
    for (const [bucket, chunks] of full.entries()) {
      if (chunks.length) appendFileSync(nameOf(bucket), Buffer.concat(chunks));
      chunks.length = 0;
    }
    held = 0;
  };
  const turn = (bucket: number, pen: Pen, bytes: number): void => {
    full[bucket]?.push(pen.bytes.subarray(0, pen.at));
    held += pen.at;
    Object.assign(pen, penOf(Buffer.allocUnsafeSlow(Math.max(bytes, pen.at ? CHUNK : FIRST_CHUNK))));
    if (held > inMemory) spill();
  };
  const isOnDisk = (bucket: number): boolean => folder !== null && existsSync(nameOf(bucket));
  const look = (bucket: number): Buffer => {
    const { bytes, at } = pens[bucket] as Pen;
    const written = isOnDisk(bucket) ? [readFileSync(nameOf(bucket))] : [];
    return Buffer.concat([...written, ...(full[bucket] as Buffer[]), bytes.subarray(0, at)]);
  };
  return {
    pen(bucket, bytes) {
      const pen = pens[bucket] as Pen;
      if (pen.bytes.length - pen.at < bytes) turn(bucket, pen, bytes);
      return pen;
    },
    look,
    take(bucket) {
      const rows = look(bucket);
      if (isOnDisk(bucket)) rmSync(nameOf(bucket));
      full[bucket] = [];
      pens[bucket] = penOf(Buffer.alloc(0));
      return rows;
    },
    close() {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** FNV-1a over the code units of a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The bucket of a text with this hash. */
export const bucketOf = (hash: number): number => (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (BUCKETS - 1);
