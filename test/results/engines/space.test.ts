/** Tests the list of numbers on a disk without space: what lies half there is deleted, as the read-out ends. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createNumbers } from '../../../src/results/engines/numbers.js';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const appendFileSync = (file: string, bytes: Uint8Array): void => {
    fs.appendFileSync(file, disk.isFull ? bytes.subarray(0, 8) : bytes);
    if (disk.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  return { ...fs, appendFileSync };
});

test('a full disk ends it, and nothing of it is left there', () => {
  const own = mkdtempSync(join(tmpdir(), 'fx-list-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  });
  const numbers = createNumbers(0);
  disk.isFull = true;
  expect(() => {
    for (let number = 0; number < 200_000; number++) numbers.add(number);
  }).toThrow('no space left on device');
  expect(readdirSync(own)).toEqual([]);
});
