/** Tests that the folder of copies goes with what it was made for, and with folders that others left. */

import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCopies } from '../../src/stores/folder.js';
import { folder } from '../cli/fx.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const HOUR_MS = 3_600_000;
let temporary: string;
beforeEach(() => {
  temporary = folder({});
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const listeners = (): readonly number[] => ['exit', ...SIGNALS].map((name) => process.listenerCount(name));

test('goes when it is let go, with all that is in it, and nothing listens any more', () => {
  const before = listeners();
  const { path, letGo } = openCopies();
  writeFileSync(join(path, 'a.ndjson'), 'a');
  letGo();
  letGo();
  expect([existsSync(path), listeners()]).toEqual([false, before]);
});

test('goes when the process ends', () => {
  const before = new Set(process.listeners('exit'));
  const { path, letGo } = openCopies();
  for (const listener of process.listeners('exit').filter((one) => !before.has(one))) listener(0);
  expect(existsSync(path)).toBe(false);
  letGo();
});

test.each(SIGNALS)('goes on %s, which ends the process where nobody else listens', (signal) => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const others = process.listeners(signal);
  const before = new Set(others);
  for (const other of others) process.off(signal, other);
  const { path } = openCopies();
  const own = process.listeners(signal).filter((one) => !before.has(one));
  for (const listener of own) listener(signal);
  const left = process.listenerCount(signal);
  for (const other of others) process.on(signal, other);
  expect([existsSync(path), left, kill.mock.calls]).toEqual([false, 0, [[process.pid, signal]]]);
});

test('goes on a signal that somebody else listens to, and leaves the end to them', () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const before = new Set(process.listeners('SIGTERM'));
  const other = (): void => undefined;
  const { path } = openCopies();
  const own = process.listeners('SIGTERM').filter((one) => !before.has(one));
  process.on('SIGTERM', other);
  for (const listener of own) listener('SIGTERM');
  process.off('SIGTERM', other);
  expect([existsSync(path), kill.mock.calls]).toEqual([false, []]);
});

test('takes along what a killed process left a day ago, and nothing else', () => {
  const make = (name: string, hours: number): void => {
    mkdirSync(join(temporary, name));
    const when = new Date(Date.now() - hours * HOUR_MS);
    utimesSync(join(temporary, name), when, when);
  };
  make('fx-events-old', 25);
  make('fx-events-young', 23);
  make('somebody-else', 1000);
  // What cannot be looked at is left to whoever made it.
  symlinkSync(join(temporary, 'nowhere'), join(temporary, 'fx-events-link'));
  openCopies().letGo();
  expect(readdirSync(temporary).sort()).toEqual(['fx-events-link', 'fx-events-young', 'somebody-else']);
});
