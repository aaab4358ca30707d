/** Tests that runs of a script do not spoil each other's files. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownFolder } from '../../scripts/copies.mjs';

const folders = mkdtempSync(join(tmpdir(), 'fx-copies-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const leave = (name: string | number): void => {
  mkdirSync(join(folders, String(name)));
  writeFileSync(join(folders, String(name), 'file'), '');
};

test('a run has an empty folder, leaves those of runs that go on, and takes away what others have left', () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  for (const name of [process.pid, process.ppid, gone, 'src']) leave(name);
  const own = ownFolder(folders);
  expect(readdirSync(own)).toEqual([]);
  expect(readdirSync(folders).sort()).toEqual([process.pid, process.ppid].map(String).sort());
  expect(readdirSync(join(folders, String(process.ppid)))).toEqual(['file']);
});
