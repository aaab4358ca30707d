/** One at a time writes a target, whoever else wants to. */

import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Notice } from '../../src/publishing/index.js';
import { LOCK_FILE, type Lock, withLock } from '../../src/publishing/lock.js';

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
