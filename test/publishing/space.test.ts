/** A disk without room: what stops experiments is written all the same, and the sentence says what is missing. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Notice, openTarget, toggle } from '../../src/publishing/index.js';
import { project } from '../cli/target.js';

/** How many bytes of new files the disk still takes; files that are there may be written over. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

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
        if (content.length > disk.room) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        disk.room -= content.length;
      }
      fs.writeFileSync(file, content, ...rest);
    },
  };
});
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
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
