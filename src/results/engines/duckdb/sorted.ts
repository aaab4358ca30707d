/** Sorts events into files by their browser, for DuckDB to read. */

import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_BYTES } from '../../../core/index.js';
import type { ReadEvent } from '../../envelope.js';
import { bucketOf, hashText } from '../buckets.js';
import { columnNames, EVENT_COLUMNS, type EventColumn, rowText } from './columns.js';

/** How many files there are: a sixteenth of ten million events takes half a gigabyte of memory to count. */
export const SORTED_BUCKETS = 16;

/** Bytes that are kept of a file before they are written. */
const KEPT = 2 ** 18;
/** The most bytes of an event as a row: each of its texts may be written with quotes doubled. */
const LONGEST_ROW = 4 * EVENT_BYTES;

/** The files of events that are being sorted. */
export interface SortedEvents {
  add(read: ReadEvent): void;
  /** Writes what is kept, and says what was written: a bucket without events has no file. */
  finish(): readonly { readonly bucket: number; readonly file: string }[];
}

/** @param isWhole whether the fields that no count needs are wanted, too */
export function createSortedEvents(folder: string, isWhole: boolean): SortedEvents {
  const columns = columnNames(isWhole).map((name) => EVENT_COLUMNS[name] as EventColumn);
  const pens = Array.from({ length: SORTED_BUCKETS }, () => ({ bytes: Buffer.alloc(0), at: 0 }));
  const files = new Map<number, number>();
  const nameOf = (bucket: number): string => join(folder, `${bucket}.csv`);
  mkdirSync(folder, { recursive: true });
  const write = (bucket: number, bytes: Uint8Array): void => {
    const file = files.get(bucket) ?? openSync(nameOf(bucket), 'w');
    files.set(bucket, file);
    writeFileSync(file, bytes);
  };
  return {
    add(read) {
      const { subject, visitor = subject } = read.event;
      const bucket = bucketOf(hashText(visitor)) % SORTED_BUCKETS;
      const pen = pens[bucket] as { bytes: Buffer; at: number };
      const row = rowText(read, columns);
      // Three bytes are the most that a unit of a text takes.
      const most = Math.max(LONGEST_ROW, 3 * row.length);
      if (pen.at + most > pen.bytes.length) {
        if (pen.at) write(bucket, pen.bytes.subarray(0, pen.at));
        if (pen.bytes.length < most) pen.bytes = Buffer.allocUnsafeSlow(Math.max(KEPT, most));
        pen.at = 0;
      }
      pen.at += pen.bytes.write(row, pen.at, 'utf8');
    },
    finish() {
      for (const [bucket, { bytes, at }] of pens.entries()) if (at) write(bucket, bytes.subarray(0, at));
      for (const file of files.values()) closeSync(file);
      return [...files.keys()].sort((a, b) => a - b).map((bucket) => ({ bucket, file: nameOf(bucket) }));
    },
  };
}
