/** Tests one at a time writes a target, whoever else wants to. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Lock } from '../../src/files/index.js';
import type { Notice } from '../../src/publishing/index.js';
import { LOCK_FILE, withLock } from '../../src/publishing/lock.js';
import { experiment } from '../cli/fx.js';
import { project } from '../cli/target.js';
import { folder } from '../collector/events.js';

/** Whether the file system has links, as most have; and what other processes do just before a step of this one. */
const disk = vi.hoisted(() => ({
  hasLinks: true,
  beforeLink: null as ((to: string) => void) | null,
  beforeMove: null as ((from: string) => void) | null,
  beforeStat: null as ((path: string) => void) | null,
}));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    linkSync: (from: string, to: string) => {
      if (!disk.hasLinks) throw Object.assign(new Error('no links here'), { code: 'EPERM' });
      disk.beforeLink?.(to);
      fs.linkSync(from, to);
    },
    renameSync: (from: string, to: string) => {
      disk.beforeMove?.(from);
      fs.renameSync(from, to);
    },
    statSync: (path: string, options: never) => {
      disk.beforeStat?.(path);
      return fs.statSync(path, options);
    },
  };
});
afterEach(() => {
  Object.assign(disk, { hasLinks: true, beforeLink: null, beforeMove: null, beforeStat: null });
});

const quiet = { waitMs: 20_000, say: () => undefined };

test('three at once within one process come one after the other', async () => {
  const target = folder();
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
  const target = folder();
  await withLock(target, quiet, async () => {
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked', holder: { host: hostname(), pid: String(process.pid) } },
    });
  });
  expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('the lock of an earlier process with the same number is taken over, and that is said', async () => {
  const target = folder();
  const held = { host: hostname(), pid: process.pid, started: performance.timeOrigin - 60_000, id: 'a' };
  writeFileSync(join(target, LOCK_FILE), JSON.stringify(held));
  const said: Notice[] = [];
  expect(await withLock(target, { waitMs: 0, say: (notice) => said.push(notice) }, async () => 'in')).toBe('in');
  expect(said).toEqual([{ code: 'taken-over', path: join(target, LOCK_FILE) }]);
});

test('what fails inside lets the next one in', async () => {
  const target = folder();
  await expect(withLock(target, quiet, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('where the file system has no links, the lock still excludes', async () => {
  disk.hasLinks = false;
  const target = folder();
  await withLock(target, quiet, async (lock) => {
    lock.check();
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked' },
    });
  });
  expect(existsSync(join(target, LOCK_FILE))).toBe(false);
});

test('one whose lock was taken over finds that out before it writes, and leaves the lock to the other', async () => {
  const target = folder();
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
    const target = folder();
    const path = join(target, LOCK_FILE);
    writeFileSync(path, text);
    await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
      obstacle: { code: 'locked', holder: { host: 'another machine', pid: 'unknown' } },
    });
    const past = Date.now() / 1000 - 60;
    utimesSync(path, past, past);
    // It is seen to stay so for a second: it may be being written, and only a clock be wrong.
    expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
  },
);

/** Of a process that ended: its number is this one's, but it started long ago. */
const stale = (): string => JSON.stringify({ host: hostname(), pid: process.pid, started: 1 });
const living = JSON.stringify({ host: 'elsewhere', pid: 7 });
const fail = (code: string): never => {
  throw Object.assign(new Error(code), { code });
};
/** Something that happens the first time only. */
const once = (work: (path: string) => void): ((path: string) => void) => {
  let isDone = false;
  return (path) => {
    if (isDone) return;
    isDone = true;
    work(path);
  };
};

test('a lock that looks old while it is being written is left to whoever writes it', async () => {
  const target = folder();
  const path = join(target, LOCK_FILE);
  writeFileSync(path, '');
  utimesSync(path, 1, 1);
  // Once it was looked at, and before it is looked at again.
  disk.beforeStat = once(() => setImmediate(() => writeFileSync(path, living)));
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
    obstacle: { code: 'locked', holder: { host: 'elsewhere', pid: '7' } },
  });
  expect(readFileSync(path, 'utf8')).toBe(living);
});

test('a lock that goes just when it is met is asked for again', async () => {
  disk.beforeLink = once(() => fail('EEXIST'));
  expect(await withLock(folder(), { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('of two that find a lock of nobody, the slower one tries again, and says nothing', async () => {
  const target = folder();
  writeFileSync(join(target, LOCK_FILE), stale());
  disk.beforeMove = once((path) => {
    rmSync(path);
    fail('ENOENT');
  });
  const said: Notice[] = [];
  expect(await withLock(target, { waitMs: 0, say: (notice) => said.push(notice) }, async () => 'in')).toBe('in');
  expect(said).toEqual([]);
});

test('a lock that was taken over just before is put back, and its process is left alone', async () => {
  const target = folder();
  const path = join(target, LOCK_FILE);
  writeFileSync(path, stale());
  disk.beforeMove = once(() => writeFileSync(path, living));
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
    obstacle: { code: 'locked', holder: { host: 'elsewhere', pid: '7' } },
  });
  expect(readFileSync(path, 'utf8')).toBe(living);
});

test('where a third process takes the place meanwhile, that one keeps it', async () => {
  const target = folder();
  const path = join(target, LOCK_FILE);
  const third = JSON.stringify({ host: 'third', pid: 8 });
  writeFileSync(path, stale());
  disk.beforeMove = once(() => {
    writeFileSync(path, living);
    disk.beforeLink = once(() => writeFileSync(path, third));
  });
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({
    obstacle: { code: 'locked', holder: { host: 'third' } },
  });
  expect(readFileSync(path, 'utf8')).toBe(third);
});

test('a disk that fails while a lock is put back is told, and not taken for a race', async () => {
  const target = folder();
  const path = join(target, LOCK_FILE);
  writeFileSync(path, stale());
  disk.beforeMove = once(() => {
    writeFileSync(path, living);
    disk.beforeLink = once(() => fail('EIO'));
  });
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({ code: 'EIO' });
});

test('an empty lock that goes while it is looked at is asked for again', async () => {
  const target = folder();
  writeFileSync(join(target, LOCK_FILE), '');
  disk.beforeStat = (path) => path.endsWith(LOCK_FILE) && rmSync(path, { force: true });
  expect(await withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).toBe('in');
});

test('a folder in the place of the lock is told as what it is', async () => {
  const target = folder();
  mkdirSync(join(target, LOCK_FILE));
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toMatchObject({ code: 'EISDIR' });
});

test('a link that leads nowhere in the place of the lock is told as what it is', async () => {
  const target = folder();
  symlinkSync('nowhere', join(target, LOCK_FILE));
  await expect(withLock(target, { ...quiet, waitMs: 0 }, async () => 'in')).rejects.toThrow(
    /fx\.lock is a link that leads nowhere: delete it\.$/,
  );
});

test('the lock of a process that ended is taken over, and that of one that runs is not', async () => {
  const site = project();
  await site.publish();
  const lock = join(site.target, LOCK_FILE);
  const lockOf = (pid: number): void => writeFileSync(lock, JSON.stringify({ host: hostname(), pid }));
  site.write('other.yaml', experiment('other'));
  lockOf(process.ppid);
  expect((await site.fx('apply', '--to', 'public/fx', '--yes')).err).toContain(String(process.ppid));
  lockOf(spawnSync(process.execPath, ['-e', '']).pid);
  expect((await site.fx('apply', '--to', 'public/fx', '--yes')).code).toBe(0);
});
