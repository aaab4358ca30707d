/** Tests the switch of a target: what stops experiments is written on a full disk, and where records are damaged. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test.each(['container.js', 'manifest.json'])(
  'off works while a folder lies where %s belongs, and on is refused',
  async (name) => {
    const { target, publish } = project();
    await publish();
    rmSync(join(target, name));
    mkdirSync(join(target, name));
    const said: Notice[] = [];
    expect((await toggle(target, false, (notice) => said.push(notice))).ok).toBe(true);
    const others = ['manifest.json', 'container.js', 'state.json'].filter((one) => one !== name);
    expect(others.map((one) => isOn(target, one))).toEqual(['false', 'false']);
    expect(said).toMatchObject([{ code: 'off-anyway', obstacle: { code: 'files' } }]);
    expect(await toggle(target, true, () => undefined)).toMatchObject({ ok: false, obstacle: { code: 'files' } });
    expect(others.map((one) => isOn(target, one))).toEqual(['false', 'false']);
  },
);

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

test.each([
  ['state.json', 'state', { path: expect.stringContaining('state.json') }],
  ['manifest.json', 'damaged', { path: expect.stringContaining('manifest.json') }],
])(
  'a broken %s is an obstacle where the target is opened, and no hindrance to switch it off',
  async (name, code, more) => {
    const one = project();
    await one.publish();
    const file = join(one.target, name);
    if (name === 'manifest.json') rmSync(join(one.target, 'state.json'));
    writeFileSync(file, '{"version":1,"revision":"00","enabled":true');
    expect(await openTarget(one.target)).toMatchObject({ ok: false, obstacle: { code, ...more } });
    const said: Notice[] = [];
    expect((await toggle(one.target, false, (notice) => said.push(notice))).ok).toBe(true);
    expect(said).toMatchObject([{ code: 'off-anyway', obstacle: { code } }]);
    expect(one.read('container.js')).toContain('"enabled":false');
    expect((await toggle(one.target, true, () => undefined)).ok).toBe(false);
  },
);

test('where nothing lies that could be switched off, off says what is wrong', async () => {
  const site = project();
  await site.publish();
  for (const name of readdirSync(site.target)) rmSync(join(site.target, name));
  writeFileSync(join(site.target, 'state.json'), '{');
  const said: Notice[] = [];
  expect(await toggle(site.target, false, (notice) => said.push(notice))).toMatchObject({
    ok: false,
    obstacle: { code: 'state' },
  });
  expect(said).toEqual([]);
});

test('off leaves a file alone that lies under a fixed name and holds no manifest', async () => {
  const one = project();
  await one.publish();
  writeFileSync(join(one.target, 'state.json'), '{');
  writeFileSync(join(one.target, 'manifest.json'), '{"somebody": "else"}');
  expect((await one.fx('off', '--to', 'public/fx')).code).toBe(0);
  expect(one.read('manifest.json')).toBe('{"somebody": "else"}');
  expect(one.read('container.js')).toContain('"enabled":false');
});
