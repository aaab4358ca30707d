/** The same lines come out however their text is written, and what is packed in another way than gzip is refused. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTranscoder } from '../../src/files/encoding.js';
import { readLines } from '../../src/files/index.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fx-encoding-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function linesOf(bytes: Buffer): Promise<string[]> {
  const file = join(directory, 'events');
  writeFileSync(file, bytes);
  const all: string[] = [];
  for await (const some of readLines(file)) all.push(...some);
  return all;
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
])('%s is read', async (_, bytes) => {
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
