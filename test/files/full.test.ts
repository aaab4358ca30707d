/** Tests each way to write a file on a disk that fills in the middle: no half stays, and space is asked for. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setup as keygen } from '../../src/cli/commands/keygen.js';
import { holdLock, ignoreInGit } from '../../src/files/index.js';
import { appendLine, overwrite, writeAtomic, writeNew, writeOver } from '../../src/files/write.js';
import { run } from '../cli/fx.js';

const disk = vi.hoisted(() => ({ isFull: false, hasLinks: true }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  /** Half of it still fits. */
  const halfOf = (write: (...args: never[]) => void) => (file: never, content: string | Uint8Array, options: never) => {
    if (!disk.isFull) return write(file, content as never, options);
    write(file, content.slice(0, content.length / 2) as never, options);
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  const linkSync: typeof fs.linkSync = (from, to) => {
    if (!disk.hasLinks) {
      // What was written aside still fitted.
      disk.isFull = true;
      throw Object.assign(new Error('no links here'), { code: 'EPERM' });
    }
    fs.linkSync(from, to);
  };
  return {
    ...fs,
    linkSync,
    writeFileSync: halfOf(fs.writeFileSync as never),
    appendFileSync: halfOf(fs.appendFileSync as never),
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fx-full-'));
  writeFileSync(join(folder, 'old'), 'old\n');
});
afterEach(() => {
  Object.assign(disk, { isFull: false, hasLinks: true });
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const now = (): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(at(name), 'utf8')]));

test.each<[string, () => unknown]>([
  ['a new file', () => writeAtomic(at('new'), 'something new')],
  ['a file that is there', () => writeAtomic(at('old'), 'something new')],
  ['a file that nobody else wrote meanwhile', () => writeOver(at('old'), 'old\n', 'something new')],
  ['a file that may not be there', () => writeNew(at('new'), 'something new')],
  ['a line at the end of a file', () => appendLine(at('old'), 'one line more')],
  ['a line of a file that is not there', () => appendLine(at('new'), 'the first line')],
  ['a line of .gitignore', () => ignoreInGit(folder, '.fx/', true)],
  [
    'a private key',
    () => run(keygen, [at('fx.key')]).then(({ code, err }) => Promise.reject(new Error(`${code} ${err}`))),
  ],
  ['a lock', () => holdLock(at('lock'), { waitMs: 0 }, async () => undefined)],
])('of %s nothing is left', async (_, write) => {
  disk.isFull = true;
  await expect(async () => write()).rejects.toThrow('cannot be written: the disk is full, so free some space.');
  disk.isFull = false;
  expect(now()).toEqual({ old: 'old\n' });
});

test('a lock on a file system without links is not left half written, which would hold for ever', async () => {
  disk.hasLinks = false;
  await expect(holdLock(at('lock'), { waitMs: 0 }, async () => undefined)).rejects.toThrow('the disk is full');
  disk.isFull = false;
  expect(now()).toEqual({ old: 'old\n' });
});

test('what is worth more now than whole is written over all the same, and the sentence is about space', () => {
  disk.isFull = true;
  expect(() => overwrite(at('old'), 'new!')).toThrow('the disk is full');
});

test('a file that is there keeps its name, and a line is added behind what has no end of line', () => {
  expect([writeNew(at('old'), 'mine'), writeNew(at('new'), 'mine')]).toEqual([false, true]);
  appendLine(at('new'), 'yours');
  appendLine(at('old'), 'yours');
  expect(now()).toEqual({ old: 'old\nyours\n', new: 'mine\nyours\n' });
});
