/** Tests a disk without room: what stops experiments is written all the same, and the sentence says what is missing. */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Notice, openTarget, toggle } from '../../src/publishing/index.js';
import { project } from '../cli/target.js';

/** How many bytes of new files the disk still takes; files that are there may be written over. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, code: 'ENOSPC' }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const fresh = new Set<unknown>();
  return {
    ...fs,
    openSync: (path: string, flags: string, ...rest: never[]) => {
      const file = fs.openSync(path, flags, ...rest);
      if (flags === 'wx') fresh.add(file);
      else fresh.delete(file);
      return file;
    },
    writeFileSync: (file: string | number, content: string | Uint8Array, ...rest: never[]) => {
      if (typeof file === 'string' || fresh.has(file)) {
        if (content.length > disk.room) throw Object.assign(new Error('the disk refuses'), { code: disk.code });
        disk.room -= content.length;
      }
      fs.writeFileSync(file, content, ...rest);
    },
  };
});
afterEach(() => {
  Object.assign(disk, { room: Number.POSITIVE_INFINITY, code: 'ENOSPC' });
});

const isOn = (target: string, name: string): string | undefined =>
  /"enabled": ?(true|false)/.exec(readFileSync(join(target, name), 'utf8'))?.[1];

test.each([
  ['of a few hundred bytes', 900],
  ['of none', 0],
])('off works with room %s, and stays off', async (_, room) => {
  const { target, publish } = project();
  await publish();
  disk.room = room;
  const said: Notice[] = [];
  expect((await toggle(target, false, (notice) => said.push(notice))).ok).toBe(true);
  expect(['manifest.json', 'container.js', 'state.json'].map((name) => isOn(target, name))).toEqual(
    Array(3).fill('false'),
  );
  expect(said).toMatchObject([
    {
      code: 'off-anyway',
      obstacle: { refusal: { message: expect.stringContaining('the disk is full, so free some space') } },
    },
  ]);
  disk.room = Number.POSITIVE_INFINITY;
  expect(await openTarget(target)).toMatchObject({ value: { state: { enabled: false } } });
  await toggle(target, true, () => undefined);
  expect(isOn(target, 'manifest.json')).toBe('true');
});

test('on is refused with a sentence about space, and leaves everything off', async () => {
  const { target, publish, fx } = project();
  await publish();
  await fx('off', '--to', target);
  disk.room = 0;
  expect(await toggle(target, true, () => undefined)).toMatchObject({
    ok: false,
    obstacle: {
      code: 'files',
      refusal: { code: 'no-space', message: expect.stringContaining('the disk is full, so free some space') },
    },
  });
  expect(isOn(target, 'manifest.json')).toBe('false');
});

test('off works on a full disk in a folder of which fx remembers nothing, too', async () => {
  const { target, publish } = project();
  await publish();
  rmSync(join(target, 'state.json'));
  disk.room = 0;
  expect((await toggle(target, false, () => undefined)).ok).toBe(true);
  expect(isOn(target, 'manifest.json')).toBe('false');
  expect(existsSync(join(target, 'state.json'))).toBe(false);
});

test('a disk that refuses for another reason than room is not written over where a file lies', async () => {
  const { target, publish } = project();
  await publish();
  writeFileSync(join(target, 'state.json'), '{');
  Object.assign(disk, { room: 0, code: 'EIO' });
  expect(await toggle(target, false, () => undefined)).toMatchObject({ ok: false, obstacle: { code: 'files' } });
  expect(isOn(target, 'manifest.json')).toBe('true');
});
