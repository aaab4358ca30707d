/**
 * Keeps the last events that were received, for pages that are opened later; those of the collector's file to begin
 * with.
 */

import { open } from 'node:fs/promises';
import type { ReceivedEvent } from '../collector/index.js';

/** How many events are kept. */
export const KEPT_EVENTS = 500;

const TAIL_BYTES = 512 * 1024;

/** The last events, the newest last. */
export interface History {
  add(events: readonly ReceivedEvent[]): void;
  all(): readonly ReceivedEvent[];
}

/** Reads the end of a collector's file; a file that is not there is an empty history. */
export async function openHistory(file: string): Promise<History> {
  let events = (await readTail(file)).slice(-KEPT_EVENTS);
  return {
    add(more) {
      events = [...events, ...more].slice(-KEPT_EVENTS);
    },
    all: () => events,
  };
}

async function readTail(file: string): Promise<ReceivedEvent[]> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    // The first line may have lost its beginning, the last one may not have its end yet.
    return lines.slice(start > 0 ? 1 : 0, -1).flatMap(parse);
  } finally {
    await handle.close();
  }
}

function parse(line: string): ReceivedEvent[] {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent = typeof value === 'object' && value !== null && 'id' in value && 'received' in value;
    return isEvent ? [value as ReceivedEvent] : [];
  } catch {
    return []; // a line of somebody else's: it stays in the file and is not shown
  }
}
