/** Tests the marks by which a process that writes events hears of another one. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { markWriter } from '../../src/cli/writer.js';
import { folder } from '../collector/events.js';

afterEach(() => vi.useRealTimers());

const OWN = `.collecting.${process.pid}.${encodeURIComponent(hostname())}`;
const markOf = (pid: number, host = encodeURIComponent(hostname())): string => `.collecting.${pid}.${host}`;

/** What is known of a folder where a mark was touched so long ago, and what lies in it afterwards. */
function look(mark: string, secondsAgo: number) {
  const root = folder();
  const path = join(root, mark);
  writeFileSync(path, '');
  const at = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(path, at, at);
  const writer = markWriter(root);
  writer.end();
  return { other: writer.other, left: readdirSync(root) };
}

test('one that runs here, and one elsewhere that was there a moment ago, are told', () => {
  const here = markOf(process.ppid);
  const isHere = { pid: String(process.ppid), host: encodeURIComponent(hostname()), isHere: true };
  expect(look(here, 60)).toEqual({ other: isHere, left: [here] });
  expect(look(markOf(1, 'web-1'), 60)).toMatchObject({ other: { pid: '1', host: 'web-1', isHere: false } });
});

test.each<readonly [string, string, number]>([
  ['a machine that is gone', markOf(1, 'web-1'), 180],
  ['a machine whose clock is ahead', markOf(1, 'web-1'), -3600],
  ['a number that another program has now', markOf(process.ppid), 180],
  ['a process that ended', markOf(spawnSync(process.execPath, ['-e', '']).pid), 1],
  ['an earlier process with the own number', OWN, 1],
  ['a number that no process can have', markOf(9_999_999_999), 1],
])('the mark of %s says nothing and is removed', (_, mark, secondsAgo) => {
  expect(look(mark, secondsAgo)).toEqual({ other: null, left: [] });
});

test.each<readonly [string, (path: string) => unknown]>([
  ['a link that leads nowhere', (path) => symlinkSync('nowhere', path)],
  ['a pipe', (path) => spawnSync('mkfifo', [path])],
  ['a folder', (path) => mkdirSync(path)],
])('%s in the place of a mark neither stops nor fails a start', (_, make) => {
  const root = folder();
  for (const name of [OWN, markOf(1, 'web-1'), '.collecting']) make(join(root, name));
  const writer = markWriter(root);
  expect(writer.other).toBeNull();
  writer.end();
});

test('nobody is known in a folder that is not there', () => {
  const writer = markWriter(join(folder(), 'none'));
  expect(writer.other).toBeNull();
  writer.end();
});

test('a mark stays fresh while its process runs, and comes again where it was removed', () => {
  vi.useFakeTimers();
  const root = folder();
  const writer = markWriter(root);
  const old = new Date(0);
  utimesSync(join(root, OWN), old, old);
  vi.advanceTimersByTime(30_000);
  expect(statSync(join(root, OWN)).mtimeMs).toBeGreaterThan(Date.now() - 1000);
  rmSync(join(root, OWN));
  vi.advanceTimersByTime(30_000);
  expect(readdirSync(root)).toEqual([OWN]);
  writer.end();
  vi.advanceTimersByTime(60_000);
  expect(readdirSync(root)).toEqual([]);
});
