/** Tests what is found in a target before anybody publishes, and that nothing is written for it. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { must } from '../../src/publishing/attempt.js';
import { type ExaminedTarget, examineTarget } from '../../src/publishing/examine.js';
import { project } from '../cli/target.js';

/** Tests may run as root, who may write everywhere. */
const disk = vi.hoisted(() => ({ refused: '' }));
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const access: typeof fs.access = async (path, mode) => {
    if (path === disk.refused) throw Object.assign(new Error('not yours'), { code: 'EACCES' });
    return fs.access(path, mode);
  };
  return { ...fs, access };
});
afterEach(() => {
  disk.refused = '';
});

const found = async (place: string): Promise<ExaminedTarget> => must(await examineTarget(place));

test('a folder in which nothing was published cannot be asked, and is not made', async () => {
  const one = project();
  expect((await found(one.target)).door).toEqual({ ok: true, value: 'unasked' });
  expect(existsSync(one.target)).toBe(false);
});

test('a folder that was published to is open, and stays as it is', async () => {
  const one = project();
  await one.publish();
  const before = one.names();
  const { door, target } = await found(one.target);
  expect([door, target.state?.current.revision]).toEqual([{ ok: true, value: 'open' }, one.manifest().revision]);
  expect(one.names()).toEqual(before);
});

test('a folder that nobody may write is told, with what it holds', async () => {
  const one = project();
  await one.publish();
  disk.refused = one.target;
  const { door, target } = await found(one.target);
  expect(door).toMatchObject({
    ok: false,
    obstacle: { code: 'files', refusal: { message: expect.stringContaining('permission is denied') } },
  });
  expect(target.state?.enabled).toBe(true);
});

test('what cannot be read is an obstacle', async () => {
  const one = project();
  await one.publish();
  writeFileSync(join(one.target, 'state.json'), '{');
  expect(await examineTarget(one.target)).toMatchObject({ ok: false, obstacle: { code: 'state' } });
});
