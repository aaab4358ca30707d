/** Tests counting on a disk that fills: it ends, and nothing of it is left there. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buy, count, exposure, QUESTION } from '../counted.js';

const disk = vi.hoisted(() => ({ isFull: false, written: 0 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const appendFileSync = (file: string, bytes: Uint8Array): void => {
    disk.written++;
    fs.appendFileSync(file, disk.isFull ? bytes.subarray(0, 8) : bytes);
    if (disk.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  return { ...fs, appendFileSync };
});

test('what did not fit into memory is deleted, whether the disk takes it or not', async () => {
  const own = mkdtempSync(join(tmpdir(), 'fx-space-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true });
  });
  const events = [exposure(0, 's', 'a'), ...Array.from({ length: 10_000 }, (_, at) => buy(at + 1, 's', 7))];
  await count([events], QUESTION, { inMemory: 0 });
  expect(disk.written).toBeGreaterThan(0);
  expect(readdirSync(own)).toEqual([]);
  disk.isFull = true;
  await expect(count([events], QUESTION, { inMemory: 0 })).rejects.toThrow('no space left on device');
  expect(readdirSync(own)).toEqual([]);
});
