/** Checks who may read a file that is written whole. */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomic } from '../../src/files/index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fx-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a secret is for its owner alone, also where the file was open to all before', () => {
  for (const name of ['new', 'open']) {
    const file = join(folder, name);
    if (name === 'open') writeFileSync(file, 'old', { mode: 0o644 });
    writeAtomic(file, 'secret', 0o600);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['secret', 0o600]);
  }
});

test('else a file keeps the rights that it has', () => {
  const file = join(folder, 'script');
  writeFileSync(file, 'old', { mode: 0o640 });
  writeAtomic(file, 'new');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['new', 0o640]);
});
