/** Tests the folder that fx keeps beside a project. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findEvents, ignoreInGit } from '../../src/files/index.js';

const folder = (gitignore?: string): string => {
  const root = mkdtempSync(join(tmpdir(), 'fx-files-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  if (gitignore !== undefined) writeFileSync(join(root, '.gitignore'), gitignore);
  return root;
};

test.each([
  ['node_modules', 'node_modules\n.fx/\n'],
  ['dist/\n', 'dist/\n.fx/\n'],
  ['', '.fx/\n'],
])('a .gitignore that holds %j gets the line once', async (before, after) => {
  const root = folder(before);
  expect(await ignoreInGit(root, '.fx/')).toBe(true);
  expect(await ignoreInGit(root, '.fx/')).toBe(false);
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe(after);
});

test.each(['.fx', '/.fx/', '.fx/*', 'a\r\n.fx/\r\n'])('%j is such a line already', async (line) => {
  expect(await ignoreInGit(folder(line), '.fx/')).toBe(false);
});

test('where there is no git there is no .gitignore, but for what begins a project; in a new repository one is made', async () => {
  const root = folder();
  expect(await ignoreInGit(root, '.fx/')).toBe(false);
  expect(await ignoreInGit(root, 'fx.key', true)).toBe(true);
  rmSync(join(root, '.gitignore'));
  mkdirSync(join(root, '.git'));
  expect(await ignoreInGit(root, '.fx/')).toBe(true);
});

test('events are looked for in .fx, and where an earlier version wrote them', async () => {
  const root = folder();
  expect(await findEvents(root)).toEqual([join(root, '.fx/events.ndjson')]);
  writeFileSync(join(root, 'events.ndjson'), '');
  expect(await findEvents(root)).toEqual([join(root, 'events.ndjson')]);
  mkdirSync(join(root, '.fx'));
  writeFileSync(join(root, '.fx/events.ndjson'), '');
  expect(await findEvents(root)).toEqual([join(root, '.fx/events.ndjson')]);
  mkdirSync(join(root, '.fx/events'));
  expect(await findEvents(root)).toEqual([join(root, '.fx/events.ndjson')]);
  writeFileSync(join(root, '.fx/events/2026-01-01.ndjson.gz'), '');
  expect(await findEvents(root)).toEqual([join(root, '.fx/events'), join(root, '.fx/events.ndjson')]);
});
