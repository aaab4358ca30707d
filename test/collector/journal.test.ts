/** The file that events are appended to: bounds, groups, and a disk that takes half of a line. */

import { readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openJournal } from '../../src/collector/journal.js';
import { folder } from './events.js';

/** What the disk does to the next writes: takes so many bytes and then refuses. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, writes: 0, fault: undefined as unknown }));

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  return {
    ...fs,
    open: async (path: string, flags: string) => {
      const handle = await fs.open(path, flags);
      const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
      const limited = async (bytes: Buffer, from: number): Promise<{ bytesWritten: number }> => {
        disk.writes++;
        if (disk.room <= 0) throw disk.fault;
        const count = Math.min(disk.room, bytes.length - from);
        disk.room -= count;
        return write(bytes, from, count);
      };
      return Object.assign(handle, { write: limited }) as FileHandle;
    },
  };
});
afterEach(() => {
  Object.assign(disk, { room: Number.POSITIVE_INFINITY, writes: 0, fault: undefined });
});

const newFile = (): string => join(folder(), 'events.ndjson');

test('a line that the disk takes half of is taken back, and the next one is whole', async () => {
  const file = newFile();
  const problems: string[] = [];
  const journal = await openJournal(file, { onProblem: (problem) => problems.push(problem) });
  expect(await journal.append('one\n')).toEqual({ ok: true });
  disk.room = 3;
  disk.fault = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(await journal.append('second\n')).toMatchObject({ ok: false, code: 'ENOSPC' });
  expect(readFileSync(file, 'utf8')).toBe('one\n');
  expect(problems).toEqual([`${file} could not be written (ENOSPC); its events were refused.`]);
  disk.room = Number.POSITIVE_INFINITY;
  expect(await journal.append('three\n')).toEqual({ ok: true });
  await journal.close();
  expect(readFileSync(file, 'utf8')).toBe('one\nthree\n');
});

test('a fault without a code is refused as unknown, and nobody has to listen', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  disk.room = 0;
  disk.fault = new Error('what is this');
  expect(await journal.append('one\n')).toMatchObject({ ok: false, code: 'unknown' });
  expect(readFileSync(file, 'utf8')).toBe('');
  await journal.close();
});

test('what waits beyond the bound is refused at once, and what waits before it is written', async () => {
  const file = newFile();
  const journal = await openJournal(file, { maxQueuedBytes: 10 });
  const taken = journal.append('12345678\n');
  expect(await journal.append('too much\n')).toMatchObject({ ok: false, code: 'full' });
  expect(await taken).toEqual({ ok: true });
  expect(await journal.append('now\n')).toEqual({ ok: true });
  await journal.close();
  expect(await journal.append('later\n')).toMatchObject({ ok: false, code: 'closed' });
  expect(readFileSync(file, 'utf8')).toBe('12345678\nnow\n');
});

test('waiting lines are written in groups of a few megabytes, in their order', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  const lines = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(3_000_000)}\n`);
  const first = journal.append('first\n');
  const rest = lines.map((line) => journal.append(line));
  expect(await Promise.all([first, ...rest])).toEqual(Array(5).fill({ ok: true }));
  expect(disk.writes).toBeGreaterThan(lines.length);
  await journal.close();
  expect(readFileSync(file, 'utf8')).toBe(['first\n', ...lines].join(''));
});
