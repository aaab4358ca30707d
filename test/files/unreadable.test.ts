/** Tests folders of experiments in which a file or a folder may not be read, or goes while they are read. */

import { chmodSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadExperiments } from '../../src/files/index.js';
import { folder } from '../collector/events.js';

/** Some user to whom no file belongs, as permissions do not bind root. */
const NOBODY = 65_534;

/** A folder that anybody may read, but for `b.yaml` and the folder `secret`. */
function partlyForbidden(): string {
  const root = folder();
  mkdirSync(join(root, 'secret'));
  for (const name of ['a.yaml', 'b.yaml', 'c.yaml', 'secret/d.yaml']) writeFileSync(join(root, name), name);
  chmodSync(root, 0o755);
  const forbidden = ['b.yaml', 'secret'].map((name) => join(root, name));
  for (const path of forbidden) chmodSync(path, 0);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  onTestFinished(() => {
    if (isRoot) process.seteuid?.(0);
    for (const path of forbidden) chmodSync(path, 0o755);
  });
  return root;
}

const WHY = 'cannot be read (EACCES): check its permissions.';

test('what may not be read is named, and everything else is read', async () => {
  const root = partlyForbidden();
  const leftOut: string[] = [];
  const files = await loadExperiments(root, (path, why) => leftOut.push(`${basename(path)} ${why}`));
  expect(files.map(({ path }) => basename(path))).toEqual(['a.yaml', 'c.yaml']);
  expect(leftOut.sort()).toEqual([`b.yaml ${WHY}`, `secret ${WHY}`]);
});

test('whoever needs all of them is refused with the name of what may not be read', async () => {
  const root = partlyForbidden();
  const refusal = { name: 'Refusal', code: 'unreadable', message: expect.stringContaining(WHY) };
  await expect(loadExperiments(root)).rejects.toMatchObject(refusal);
  await expect(loadExperiments(join(root, 'b.yaml'))).rejects.toMatchObject(refusal);
  await expect(loadExperiments(join(root, 'secret'))).rejects.toMatchObject(refusal);
});

test('a file that goes while they are read is not one of them any more', async () => {
  const root = folder();
  for (const name of ['a.yaml', 'b.yaml']) writeFileSync(join(root, name), name);
  symlinkSync('nowhere', join(root, 'c.yaml'));
  // it hears of the link after the names were read, and before the first file is
  const files = await loadExperiments(root, () => unlinkSync(join(root, 'b.yaml')));
  expect(files.map(({ path }) => basename(path))).toEqual(['a.yaml']);
});
