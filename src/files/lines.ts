/** Reads the lines of a file, many at a time, whatever wrote and packed it. */

import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { createTranscoder, packingOf } from './encoding.js';
import { codeOf, Refusal, shown } from './refusal.js';

/** What is odd about a file, while its lines are read all the same. */
export type Oddity =
  /** Compressed, and its end is missing. */
  | { readonly is: 'cut' }
  /** The line that comes next is one of so many characters, of which only the beginning is passed on. */
  | { readonly is: 'long'; readonly length: number };

/** The most bytes of a line. */
const LONGEST = 2 ** 20;
/** So many of a longer one are passed on. */
const SHOWN = 200;
const CHUNK_BYTES = 2 ** 18;
const LINE_FEED = 0x0a;

/** The lines of a file as texts without their line feeds, many at a time; otherwise as `readChunks`. */
export async function* readLines(path: string, onOddity?: (oddity: Oddity) => void): AsyncGenerator<string[]> {
  for await (const chunk of readChunks(path, onOddity)) {
    const lines = chunk.toString().split('\n');
    if (chunk.at(-1) === LINE_FEED) lines.pop();
    yield lines;
  }
}

/**
 * The lines of a file, or of standard input for `-`, many at a time: whole ones in UTF-8, each with its line feed but for the very
 * last. The file is unpacked where it begins as gzip does, may be in UTF-8 or UTF-16, and loses its byte order mark.
 *
 * @throws Refusal, at the first line, where it is not there, cannot be read, or is packed in another way
 */
export async function* readChunks(path: string, onOddity?: (oddity: Oddity) => void): AsyncGenerator<Buffer> {
  try {
    yield* wholeLines(
      unpacked(bytesOf(path), path, () => onOddity?.({ is: 'cut' })),
      onOddity,
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (codeOf(error) === 'ENOENT') throw new Refusal(`There is no file ${shown(path)}.`, 'no-file');
    throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): name a file of lines.`, 'unreadable');
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  if (path === '-') yield* process.stdin as AsyncIterable<Buffer>;
  else yield* (await open(path)).createReadStream({ highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
}

async function* unpacked(chunks: AsyncIterable<Buffer>, path: string, onCut: () => void): AsyncGenerator<Buffer> {
  let unpack: ReturnType<typeof unpacker> | null | undefined;
  for await (const chunk of chunks) {
    if (unpack === undefined) {
      unpack = chunk[0] === 0x1f && chunk[1] === 0x8b ? unpacker() : null;
      const packing = packingOf(chunk);
      if (packing) throw new Refusal(`${shown(path)} is ${packing.name}: ${packing.advice}`, 'packed');
    }
    if (!unpack) yield chunk;
    else yield* await unpack.add(chunk);
  }
  if (!unpack) return;
  const { rest, isCut } = await unpack.end();
  yield* rest;
  if (isCut) onCut();
}

/** Unpacks a chunk at a time: of a file that is cut off all comes out that is in it. */
function unpacker() {
  const gunzip = createGunzip();
  let out: Buffer[] = [];
  let failure: unknown = null;
  gunzip.on('data', (chunk: Buffer) => out.push(chunk));
  gunzip.on('error', (error) => {
    failure = error;
  });
  const take = (): Buffer[] => {
    const taken = out;
    out = [];
    return taken;
  };
  return {
    async add(chunk: Buffer): Promise<Buffer[]> {
      if (!failure) await new Promise<void>((settle) => gunzip.write(chunk, () => settle()));
      return take();
    },
    async end(): Promise<{ rest: Buffer[]; isCut: boolean }> {
      gunzip.end();
      // It closes after an error, too; waiting with `once` would throw that error.
      if (!gunzip.closed) await new Promise<void>((settle) => gunzip.once('close', () => settle()));
      return { rest: take(), isCut: failure !== null };
    },
  };
}

async function* wholeLines(chunks: AsyncIterable<Buffer>, onOddity?: (oddity: Oddity) => void): AsyncGenerator<Buffer> {
  const transcoder = createTranscoder();
  const begun = createBegunLine((length) => onOddity?.({ is: 'long', length }));
  let isStart = true;
  for await (const raw of chunks) {
    let chunk = transcoder.write(raw);
    if (isStart && chunk.length) {
      isStart = false;
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
    }
    const first = begun.isThere() ? chunk.indexOf(LINE_FEED) + 1 : 0;
    const last = chunk.lastIndexOf(LINE_FEED) + 1;
    if (first) {
      begun.add(chunk.subarray(0, first));
      yield begun.take();
    }
    if (last > first) yield chunk.subarray(first, last);
    if (last < chunk.length) begun.add(chunk.subarray(last));
  }
  const rest = transcoder.end();
  if (rest.length) begun.add(rest);
  if (begun.isThere()) yield begun.take();
}

/** A line that comes in pieces. */
function createBegunLine(onLong: (length: number) => void) {
  let pieces: Buffer[] = [];
  let [held, characters] = [0, 0];
  return {
    isThere: () => pieces.length > 0,
    add(piece: Buffer): void {
      if (held <= LONGEST) pieces.push(piece);
      else characters += piece.toString().length;
      held += piece.length;
    },
    /** The beginning alone of a line that is too long. */
    take(): Buffer {
      const line = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      const isLong = held > LONGEST;
      if (isLong) onLong(line.toString().length + characters);
      pieces = [];
      [held, characters] = [0, 0];
      return isLong ? Buffer.from(`${line.toString('utf8', 0, SHOWN)}\n`) : line;
    },
  };
}
