/** Reads the lines of a file, many at a time, whatever wrote and packed it. */

import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { createTranscoder, innerPackingOf, type Packing, packingOf } from './encoding.js';
import { codeOf, Refusal, shown } from './refusal.js';

/** What is odd about a file, while its lines are read all the same. */
export type Oddity =
  /** Compressed, and its end is missing. */
  | { readonly is: 'cut' }
  /** Compressed, and from some place on it is something else. */
  | { readonly is: 'damaged' }
  /** The line that comes next is one of so many characters, of which only the beginning is passed on. */
  | { readonly is: 'long'; readonly length: number };

/** The most bytes of a line: of a million characters of any language each takes up to four. */
const LONGEST = 2 ** 22;
/** So many of a longer one are passed on. */
const SHOWN = 200;
const CHUNK_BYTES = 2 ** 18;
const LINE_FEED = 0x0a;

/**
 * The lines of a file, or of standard input for `-`, many at a time: whole ones in UTF-8, each with its line feed but
 * for the very last. The file is unpacked where it begins as gzip does, may be in UTF-8 or UTF-16, and loses its byte
 * order mark.
 *
 * @param name what sentences call it
 * @param onBytes hears, piece by piece, of so many bytes of the file that they were read, packed as they are
 * @throws Refusal, at the first line, where it is not there, cannot be read, or is packed in another way
 */
export async function* readChunks(
  path: string,
  onOddity?: (oddity: Oddity) => void,
  name = shown(path),
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* wholeLines(
      unpacked(told(bytesOf(path), onBytes), { path, name }, (oddity) => onOddity?.(oddity)),
      onOddity,
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (codeOf(error) === 'ENOENT') throw new Refusal(`There is no file ${name}.`, 'no-file');
    throw new Refusal(`${name} cannot be read (${codeOf(error)}): name a file of lines.`, 'unreadable');
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  if (path === '-') yield* process.stdin as AsyncIterable<Buffer>;
  else yield* (await open(path)).createReadStream({ highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
}

async function* told(chunks: AsyncIterable<Buffer>, onBytes?: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

async function* unpacked(
  chunks: AsyncIterable<Buffer>,
  { path, name }: { readonly path: string; readonly name: string },
  onOddity: (oddity: Oddity) => void,
): AsyncGenerator<Buffer> {
  let unpack: ReturnType<typeof createUnpacker> | null | undefined;
  let given = 0;
  let sound = 0;
  const refuse = (packing: Packing | null): void => {
    if (packing) throw new Refusal(`${name} is ${packing.name}: ${packing.advice}`, 'packed');
  };
  const give = (parts: readonly Buffer[]): readonly Buffer[] => {
    if (!given && parts[0]) refuse(innerPackingOf(parts[0]));
    for (const { length } of parts) given += length;
    return parts;
  };
  for await (const chunk of chunks) {
    if (unpack === undefined) {
      unpack = chunk[0] === 0x1f && chunk[1] === 0x8b ? createUnpacker() : null;
      refuse(packingOf(chunk, path));
    }
    if (!unpack) yield chunk;
    else yield* give(await unpack.add(chunk));
    if (!unpack?.isOver()) sound += chunk.length;
  }
  if (!unpack) return;
  const { rest, fault } = await unpack.end();
  yield* give(rest);
  if (fault === 'damaged' && path !== '-') yield* salvage(path, sound, given);
  if (fault) onOddity({ is: fault });
}

/** The end of a file has eight bytes of its own, so that all text is out before what does not belong to it comes in. */
const CRUMB_BYTES = 8;

/**
 * What a damaged chunk held before its damage, which is lost where it is unpacked as one: read again, from there on in
 * crumbs.
 */
async function* salvage(path: string, sound: number, given: number): AsyncGenerator<Buffer> {
  const unpack = createUnpacker();
  let [read, passed] = [0, 0];
  for await (const chunk of bytesOf(path)) {
    for (let at = 0; at < chunk.length && !unpack.isOver(); ) {
      const next = read < sound ? Math.min(chunk.length, at + sound - read) : at + CRUMB_BYTES;
      for (const part of await unpack.add(chunk.subarray(at, next))) {
        const fresh = part.subarray(Math.max(0, given - passed));
        passed += part.length;
        if (fresh.length) yield fresh;
      }
      read += Math.min(next, chunk.length) - at;
      at = next;
    }
    if (unpack.isOver()) break;
  }
  await unpack.end();
}

/** Unpacks a chunk at a time: of a file that is cut off all comes out that is in it. */
function createUnpacker() {
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
  const isOver = (): boolean => failure !== null || gunzip.closed || gunzip.readableEnded;
  /** After an error nothing calls back; waiting with `once` of events would throw that error. */
  const whenOver = (settle: () => void) => gunzip.once('end', settle).once('close', settle);
  return {
    isOver,
    async add(chunk: Buffer): Promise<Buffer[]> {
      if (!isOver())
        await new Promise<void>((settle) => {
          whenOver(settle).write(chunk, () => {
            gunzip.off('end', settle).off('close', settle);
            settle();
          });
        });
      return take();
    },
    async end(): Promise<{ rest: Buffer[]; fault: 'cut' | 'damaged' | null }> {
      gunzip.end();
      if (!gunzip.closed && !gunzip.readableEnded) await new Promise<void>((settle) => whenOver(settle));
      return { rest: take(), fault: failure === null ? null : codeOf(failure) === 'Z_BUF_ERROR' ? 'cut' : 'damaged' };
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
