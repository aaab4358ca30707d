/** One at a time writes a target, whoever else wants to. */

import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Notice } from '../../src/publishing/index.js';
import { LOCK_FILE, type Lock, withLock } from '../../src/publishing/lock.js';

/** Whether the file system has links, as most have. */
const disk = vi.hoisted(() => ({ hasLinks: true }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    linkSync: (from: string, to: string) => {
      if (!disk.hasLinks) throw Object.assign(new Error('no links here'), { code: 'EPERM' });
      fs.linkSync(from, to);
    },
  };
});
afterEach(() => {
  disk.hasLinks = true;
});

const directory = (): string => mkdtempSync(join(tmpdir(), 'fx-lock-'));
const quiet = { waitMs: 20_000, say: () => undefined };

test('three at once within one process come one after the other', async () => {
  const target = directory();
  let inside = 0;
  let most = 0;
  const work = async (lock: Lock): Promise<string> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    lock.check();
    inside--;
    return 'done';
  };
  const outcomes = await Promise.all([1, 2, 3].map(() => withLock(target, quiet, work)));
  expect(outcomes).toEqual(['done', 'done', 'done']);
  expect(most).toBe(1);
  expect(existsSync(join(target, LOCK_FILE))).toBe(false);
});

test('one that may not wait is refused with a code while another works in the same process', async () => {
  const target = directory();
  await withLock(target, quiet, async () => {
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked', holder: { host: hostname(), pid: String(process.pid) } },
    });
  });
  expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('the lock of an earlier process with the same number is taken over, and that is said', async () => {
  const target = directory();
  const held = { host: hostname(), pid: process.pid, started: performance.timeOrigin - 60_000, id: 'a' };
  writeFileSync(join(target, LOCK_FILE), JSON.stringify(held));
  const said: Notice[] = [];
  expect(await withLock(target, { waitMs: 0, say: (notice) => said.push(notice) }, async () => 'in')).toBe('in');
  expect(said).toEqual([{ code: 'taken-over', path: join(target, LOCK_FILE) }]);
});

test('what fails inside lets the next one in', async () => {
  const target = directory();
  await expect(withLock(target, quiet, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('where the file system has no links, the lock still excludes', async () => {
  disk.hasLinks = false;
  const target = directory();
  await withLock(target, quiet, async (lock) => {
    lock.check();
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked' },
    });
  });
  expect(existsSync(join(target, LOCK_FILE))).toBe(false);
});

test('one whose lock was taken over finds that out before it writes, and leaves the lock to the other', async () => {
  const target = directory();
  const path = join(target, LOCK_FILE);
  const work = async (lock: Lock): Promise<void> => {
    writeFileSync(path, 'of another one');
    lock.check();
  };
  await expect(withLock(target, quiet, work)).rejects.toMatchObject({
    obstacle: { code: 'locked', path, holder: null },
  });
  expect(readFileSync(path, 'utf8')).toBe('of another one');
});

test.each(['', '"a text"', 'null'])(
  'a lock with %j in it is nobody’s once it is old, and somebody’s before',
  async (text) => {
    const target = directory();
    const path = join(target, LOCK_FILE);
    writeFileSync(path, text);
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked', holder: { host: 'another machine', pid: 'unknown' } },
    });
    const past = Date.now() / 1000 - 60;
    utimesSync(path, past, past);
    expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
  },
);
