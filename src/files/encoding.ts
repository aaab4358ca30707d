/** Tells by the first bytes of a file how its text is written, and what packed it. */

import { StringDecoder } from 'node:string_decoder';

/** How a file is packed that cannot be read as it is, and what to do about that. */
export interface Packing {
  readonly name: string;
  readonly advice: string;
}

const PACKINGS: readonly (Packing & { readonly bytes: readonly number[] })[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    name: 'a ZIP archive',
    advice: 'unpack it first (unzip), or pack lines with gzip.',
  },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    name: 'packed with zstd',
    advice: 'unpack it first (zstd -d), or pack it with gzip.',
  },
  { bytes: [0x42, 0x5a, 0x68], name: 'packed with bzip2', advice: 'unpack it first (bunzip2), or pack it with gzip.' },
  {
    bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    name: 'packed with xz',
    advice: 'unpack it first (unxz), or pack it with gzip.',
  },
];

const TAR: Packing = { name: 'a tar archive', advice: 'unpack it first (tar -xf), and name the files in it.' };
const ZLIB: Packing = {
  name: 'packed with zlib (deflate)',
  advice: 'pack it with gzip, whose files say that they are packed.',
};
const BROTLI: Packing = { name: 'packed with brotli', advice: 'unpack it first (brotli -d), or pack it with gzip.' };
const TWICE: Packing = { name: 'packed twice', advice: 'unpack it once (gunzip).' };

/** null where it is text as far as its first bytes tell, or gzip. */
export function packingOf(start: Uint8Array, path: string): Packing | null {
  const found = PACKINGS.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte));
  if (found) return found;
  const [first = 0, second = 0] = start;
  if (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) return ZLIB;
  // Brotli begins with no sign of its own.
  if (/\.br$/i.test(path) && first !== 0x7b && first !== 0x5b) return BROTLI;
  return archiveOf(start);
}

/** The head of a tar archive has its sign behind the name of the first file. */
function archiveOf(start: Uint8Array): Packing | null {
  if (Buffer.from(start.subarray(257, 262)).toString('latin1') === 'ustar') return TAR;
  return null;
}

/** What was inside of gzip and is packed itself. */
export const innerPackingOf = (start: Uint8Array): Packing | null =>
  start[0] === 0x1f && start[1] === 0x8b ? TWICE : archiveOf(start);

/** Makes UTF-8 of a file, a chunk at a time. */
export interface Transcoder {
  readonly write: (chunk: Buffer) => Buffer;
  readonly end: () => Buffer;
}

interface ChunkDecoder {
  readonly write: (chunk: Buffer) => string;
  readonly end: () => string;
}

/**
 * UTF-8 stays as it is. UTF-16 is told by a byte order mark, as in what PowerShell writes, or by every other byte of
 * the beginning being zero: no text in UTF-8 has any.
 */
export function createTranscoder(): Transcoder {
  let decoder: ChunkDecoder | null | undefined;
  let half = '';
  return {
    write: (chunk) => {
      if (decoder === undefined && chunk.length) decoder = decoderFor(chunk);
      if (!decoder) return chunk;
      const text = half + decoder.write(chunk);
      // The first half of a pair has no UTF-8 of its own: it waits for the other one.
      half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
      return Buffer.from(text.slice(0, text.length - half.length));
    },
    end: () => Buffer.from(half + (decoder?.end() ?? '')),
  };
}

/** null where it is UTF-8. */
function decoderFor(start: Buffer): ChunkDecoder | null {
  const [first, second, third, fourth] = start;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const isLittle = isMarked ? first === 0xff : first !== 0 && second === 0 && third !== 0 && fourth === 0;
  const isBig = isMarked ? first === 0xfe : first === 0 && second !== 0 && third === 0 && fourth !== 0;
  if (isLittle) return new StringDecoder('utf16le');
  return isBig ? swapped(new StringDecoder('utf16le')) : null;
}

/** Big-endian: Node decodes the other one, so the bytes of each pair change places. */
function swapped(decoder: StringDecoder): ChunkDecoder {
  let odd: Buffer = Buffer.alloc(0);
  return {
    write: (chunk) => {
      const all = Buffer.concat([odd, chunk]);
      const even = all.length - (all.length % 2);
      odd = all.subarray(even);
      return decoder.write(Buffer.from(all.subarray(0, even)).swap16());
    },
    end: () => decoder.end(),
  };
}
