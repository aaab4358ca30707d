/** Keeps a list of numbers that only grows: in memory while it is short, on the disk beyond. */

import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The list. */
export interface Numbers {
  readonly length: number;
  add(number: number): void;
  /** All of them, some at a time, in the order in which they were added. */
  chunks(): Iterable<Float64Array>;
  /** Deletes what lies on the disk. */
  close(): void;
}

const FIRST = 64;
/** A multiple of 6, so that pairs and triples are never torn. */
const CHUNK = 6 * 8192;
/** Numbers that are kept in memory: 16 MB. */
const IN_MEMORY = 2 ** 21;

/** @param inMemory numbers that are kept before the disk is used */
export function createNumbers(inMemory = IN_MEMORY): Numbers {
  let last = new Float64Array(FIRST);
  let used = 0;
  let full: Float64Array[] = [];
  let onDisk = 0;
  let folder: string | null = null;
  const spill = (): void => {
    folder ??= mkdtempSync(join(tmpdir(), 'fx-numbers-'));
    for (const chunk of full) {
      appendFileSync(join(folder, 'list'), new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      onDisk += chunk.length;
    }
    full = [];
  };
  const inChunks = (): number => full.reduce((sum, chunk) => sum + chunk.length, 0);
  const turn = (): void => {
    if (last.length < CHUNK) {
      const larger = new Float64Array(Math.min(CHUNK, last.length * 4));
      larger.set(last);
      last = larger;
      return;
    }
    full.push(last);
    last = new Float64Array(CHUNK);
    used = 0;
    if (inChunks() > inMemory) spill();
  };
  return {
    get length() {
      return onDisk + inChunks() + used;
    },
    add(number) {
      if (used === last.length) turn();
      last[used++] = number;
    },
    *chunks() {
      if (folder !== null) yield* fileChunks(join(folder, 'list'), onDisk);
      yield* full;
      yield last.subarray(0, used);
    },
    close() {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function* fileChunks(path: string, length: number): Iterable<Float64Array> {
  const file = openSync(path, 'r');
  try {
    for (let at = 0; at < length; at += CHUNK) {
      const chunk = new Float64Array(Math.min(CHUNK, length - at));
      readSync(file, new Uint8Array(chunk.buffer), 0, chunk.byteLength, at * 8);
      yield chunk;
    }
  } finally {
    closeSync(file);
  }
}
