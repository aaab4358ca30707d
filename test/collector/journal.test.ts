/** Tests the file that events are appended to: bounds, groups, and a disk that takes half of a line. */

import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openJournal } from '../../src/collector/journal.js';
import { folder } from './events.js';

/** What the disk does to the next writes: takes so many bytes and then refuses. */
const disk = vi.hoisted(() => ({
  room: Number.POSITIVE_INFINITY,
  writes: 0,
  fault: undefined as unknown,
  /** Happens before lines that are written are synced. */
  beforeSync: (_path: string): void => undefined,
  closes: true,
}));

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
      const [datasync, close] = [handle.datasync.bind(handle), handle.close.bind(handle)];
      const synced = async (): Promise<void> => {
        disk.beforeSync(path);
        await datasync();
      };
      const closed = async (): Promise<void> => {
        await close();
        if (!disk.closes) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      };
      return Object.assign(handle, { write: limited, datasync: synced, close: closed }) as FileHandle;
    },
  };
});
afterEach(() => {
  Object.assign(disk, {
    room: Number.POSITIVE_INFINITY,
    writes: 0,
    fault: undefined,
    closes: true,
    beforeSync: () => undefined,
  });
});

const newFile = (): string => join(folder(), 'events.ndjson');

test('a line that the disk takes half of is taken back, and the next one is whole', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  expect(await journal.append('one\n')).toEqual({ ok: true });
  disk.room = 3;
  disk.fault = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(await journal.append('second\n')).toEqual({
    ok: false,
    code: 'ENOSPC',
    error: `${file} could not be written (ENOSPC); its events were refused.`,
  });
  expect(readFileSync(file, 'utf8')).toBe('one\n');
  disk.room = Number.POSITIVE_INFINITY;
  expect(await journal.append('three\n')).toEqual({ ok: true });
  await journal.close();
  expect(readFileSync(file, 'utf8')).toBe('one\nthree\n');
});

test('a fault without a code is refused as unknown, and nobody has to listen, to what is repaired either', async () => {
  const file = newFile();
  writeFileSync(file, 'torn');
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

test('lines whose file is deleted before they are on disk are written once more, to a new one', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  let times = 1;
  disk.beforeSync = () => {
    if (times-- > 0) rmSync(file);
  };
  expect(await journal.append('one\n')).toEqual({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('one\n');
  expect(journal.durable()).toEqual({ ino: statSync(file).ino, bytes: 4 });
  await journal.close();
});

test('lines whose file is deleted again and again are refused', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  disk.beforeSync = () => rmSync(file);
  expect(await journal.append('one\n')).toMatchObject({ ok: false, code: 'deleted' });
  await journal.close();
});

test('a file that cannot even be closed after a failure is given up for a fresh one', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  Object.assign(disk, { room: 0, closes: false, fault: Object.assign(new Error('i/o error'), { code: 'EIO' }) });
  expect(await journal.append('one\n')).toMatchObject({ ok: false, code: 'EIO' });
  Object.assign(disk, { room: Number.POSITIVE_INFINITY, closes: true });
  expect(await journal.append('two\n')).toEqual({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('two\n');
  await journal.close();
});

test('a name that leads round in a circle is not taken for a file that is not there', async () => {
  const file = newFile();
  symlinkSync(file, file);
  await expect(openJournal(file)).rejects.toMatchObject({ code: 'ELOOP' });
});

test('a file that cannot get its new name keeps the old one, and later lines come after the earlier', async () => {
  const file = newFile();
  const journal = await openJournal(file);
  await journal.append('one\n');
  expect(await journal.move(join(file, '..', 'nowhere', 'events.ndjson'))).toEqual({
    ok: false,
    code: 'ENOENT',
    error: `${file} could not be renamed (ENOENT).`,
  });
  expect(await journal.append('two\n')).toEqual({ ok: true });
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  await journal.close();
});
