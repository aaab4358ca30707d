/** Reads from files of events what time it was by the clocks of the browsers that sent them. */

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Segment } from './segment.js';

/** What of a segment says when its events came. */
export type SegmentFile = Pick<Segment, 'path' | 'isPacked'>;

const PIECE_BYTES = 64 * 1024;
/** Of a long file that is not packed so many pieces are read, evenly over its length. */
const MOST_PIECES = 256;
const CLOCKS = /"received":(\d{12,14}),"sentAt":(\d{12,14})[,}]/;

/** What clocks said while a file was written, milliseconds. */
export interface ClocksOfFile {
  /** When it was sent, by the browsers, since the epoch. */
  readonly sentMs: number;
  /** How far this machine's clock was ahead of theirs. */
  readonly aheadMs: number;
}

/**
 * The middle one of the times at which browsers say that they sent: a few of them that are wrong, or lie, move it
 * little. One event of each piece of the file is asked, over its whole length.
 *
 * @returns null where the file says none, or cannot be read
 */
export async function clocksIn(segment: SegmentFile): Promise<ClocksOfFile | null> {
  const [sent, ahead]: [number[], number[]] = [[], []];
  const ask = (piece: Buffer): void => {
    const [, received, sentAt] = CLOCKS.exec(piece.toString('latin1')) ?? [];
    if (sentAt === undefined) return;
    sent.push(Number(sentAt));
    ahead.push(Number(received) - Number(sentAt));
  };
  try {
    // Whoever put something else there may keep whoever reads it waiting for ever.
    if (!(await stat(segment.path)).isFile()) return null;
    await (segment.isPacked ? askPacked : askPlain)(segment.path, ask);
  } catch {
    // It was deleted meanwhile, or is damaged: what could be read of it counts.
  }
  return sent.length ? { sentMs: middleOf(sent), aheadMs: middleOf(ahead) } : null;
}

const middleOf = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function askPacked(path: string, ask: (piece: Buffer) => void): Promise<void> {
  await pipeline(createReadStream(path), createGunzip({ chunkSize: PIECE_BYTES }), async (pieces) => {
    for await (const piece of pieces as AsyncIterable<Buffer>) ask(piece);
  });
}

async function askPlain(path: string, ask: (piece: Buffer) => void): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const step = Math.max(PIECE_BYTES, Math.ceil(size / MOST_PIECES));
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < size; at += step) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES, at);
      ask(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
