/**
 * Checks that the same lines come out however their text is written, and what is packed in another way than gzip is
 * refused.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTranscoder } from '../../src/files/encoding.js';
import { linesIn } from './lines.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fx-encoding-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function linesOf(bytes: Buffer): Promise<string[]> {
  const file = join(directory, 'events');
  writeFileSync(file, bytes);
  return linesIn(file);
}

const TEXT = '{"id":"ä€😀"}\n{"id":"2"}\n';
const little = Buffer.from(TEXT, 'utf16le');
const big = Buffer.from(little).swap16();

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, as PowerShell writes it', Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
  ['UTF-16 without a mark', little],
  ['UTF-16, big-endian', Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
  ['UTF-16, big-endian, without a mark', big],
  ['UTF-16 that is packed', gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))],
])('a file in %s is read', async (_, bytes) => {
  expect(await linesOf(bytes)).toEqual(['{"id":"ä€😀"}', '{"id":"2"}']);
});

test.each([
  ['little', Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
  ['big', Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
])('a character may be cut in two by chunks of three bytes: %s', (_, bytes) => {
  const transcoder = createTranscoder();
  // The first chunk has the mark and a half: what a file begins with comes in one piece.
  const parts = [transcoder.write(bytes.subarray(0, 5))];
  for (let at = 5; at < bytes.length; at += 3) parts.push(transcoder.write(bytes.subarray(at, at + 3)));
  expect(`${Buffer.concat([...parts, transcoder.end()])}`).toBe(`\ufeff${TEXT}`);
});

test.each([
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04], 'unzip'],
  ['packed with zstd', [0x28, 0xb5, 0x2f, 0xfd], 'zstd -d'],
  ['packed with bzip2', [0x42, 0x5a, 0x68, 0x39], 'bunzip2'],
  ['packed with xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'unxz'],
])('a file that is %s is refused, with what unpacks it', async (name, bytes, command) => {
  await expect(linesOf(Buffer.from([...bytes, ...Buffer.from(TEXT)]))).rejects.toMatchObject({
    code: 'packed',
    message: expect.stringMatching(new RegExp(`${name}.*${command}`)),
  });
});

test.each([
  ['zeros, as tapes have them', Buffer.alloc(5000)],
  ['lines that were appended unpacked', Buffer.from('{"id":"3"}\n')],
  ['bytes of something else', Buffer.from([0x1f, 0x8b, 0, 1, 2, 3])],
])('what is packed is read whole, and %s behind it are not', async (_, behind) => {
  const oddities: unknown[] = [];
  const file = join(directory, 'events');
  const many = '{"id":"x"}\n'.repeat(100_000);
  writeFileSync(file, Buffer.concat([gzipSync(`${many}${TEXT}`), behind]));
  expect(await linesIn(file, (oddity) => oddities.push(oddity))).toHaveLength(100_002);
  expect(oddities).toEqual(behind.every((byte) => byte === 0) ? [] : [{ is: 'damaged' }]);
});

test('a line of most of a million characters is read whole in any alphabet, and one of five million is cut', async () => {
  const long = 'ж'.repeat(700_000);
  expect(await linesOf(Buffer.from(`${long}\n${'x'.repeat(5_000_000)}\nend\n`))).toEqual([
    long,
    'x'.repeat(200),
    'end',
  ]);
});

test('what is damaged in the middle of a big file is read up to there', async () => {
  const file = join(directory, 'events');
  const lines = Array.from({ length: 60_000 }, () => `{"id":"${Math.random()}"}`);
  const packed = gzipSync(lines.join('\n'));
  packed.fill(0xff, 400_000, 400_100);
  writeFileSync(file, packed);
  const read = await linesIn(file);
  // Whether a damaged byte is noticed at once is up to gzip; what stands before the damage is whole.
  expect(packed.length).toBeGreaterThan(450_000);
  expect(read.length).toBeGreaterThan(30_000);
  expect(read.slice(0, 30_000)).toEqual(lines.slice(0, 30_000));
});

test.each([
  ['a tar archive', Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(300)]), 'a tar archive'],
  [
    'a tar archive in gzip',
    gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(300)])),
    'tar -xf',
  ],
  ['gzip in gzip', gzipSync(gzipSync(TEXT)), 'is packed twice: unpack it once'],
  ['zlib', deflateSync(TEXT), 'is packed with zlib'],
])('%s is refused, with what unpacks it', async (_, bytes, words) => {
  await expect(linesOf(bytes)).rejects.toThrow(words);
});
