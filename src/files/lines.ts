/** Reads the lines of a file, many at a time, whatever wrote and packed it. */

import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { createTextDecoder, packingOf } from './encoding.js';
import { codeOf, Refusal, shown } from './refusal.js';

/** What is odd about a file, while its lines are read all the same. */
export type Oddity =
  /** Compressed, and its end is missing. */
  | { readonly is: 'cut' }
  /** A line of so many characters, of which only the beginning is passed on. */
  | { readonly is: 'long'; readonly line: number; readonly length: number };

/** The most characters of a line. */
const LONGEST = 2 ** 20;
/** So much of a longer line is passed on. */
const SHOWN = 200;
const CHUNK_BYTES = 2 ** 18;

/**
 * The lines of a file, many at a time, or of standard input for `-`; unpacked where it begins as gzip does, in UTF-8 or UTF-16, and
 * without a byte order mark.
 *
 * @throws Refusal, at the first line, where it is not there, cannot be read, or is packed in another way
 */
export async function* readLines(path: string, onOddity?: (oddity: Oddity) => void): AsyncGenerator<string[]> {
  try {
    yield* split(
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

async function* split(chunks: AsyncIterable<Buffer>, onOddity?: (oddity: Oddity) => void): AsyncGenerator<string[]> {
  const decoder = createTextDecoder();
  let begun: string[] = [];
  let length = 0;
  let line = 1;
  let isStart = true;
  const finish = (end: string): string => {
    const whole = length + end.length;
    if (whole > LONGEST) onOddity?.({ is: 'long', line, length: whole });
    const text = begun.length ? begun.join('') + (length > LONGEST ? '' : end) : end;
    begun = [];
    length = 0;
    line++;
    return whole > LONGEST ? text.slice(0, SHOWN) : text;
  };
  for await (const chunk of chunks) {
    let text = decoder.write(chunk);
    if (isStart && text) {
      isStart = false;
      if (text.startsWith('\ufeff')) text = text.slice(1);
    }
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length) {
      lines[0] = finish(lines[0] ?? '');
      for (let at = 1; at < lines.length; at++) lines[at] = finish(lines[at] ?? '');
      yield lines;
    }
    if (length <= LONGEST) begun.push(rest);
    length += rest.length;
  }
  const rest = decoder.end();
  if (length || rest) yield [finish(rest)];
}
