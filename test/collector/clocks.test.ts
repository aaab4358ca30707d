/** Tests what is read from files of events of the clocks of those who sent them. */

import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { clocksIn } from '../../src/collector/clocks.js';
import { exposure, folder } from './events.js';

const TRUTH = Date.parse('2026-11-29T12:00:00Z');
const linesOf = (received: number, sentAt: number, count: number): string =>
  `${JSON.stringify({ ...exposure({ id: 'x' }), received, sentAt })}\n`.repeat(count);

test('the time of a file is the middle one over its whole length, packed or not; of what is none there is no time', async () => {
  const root = folder();
  const at = async (path: string, isPacked = false): Promise<number | null> =>
    (await clocksIn({ path: join(root, path), isPacked }))?.sentMs ?? null;
  const text = linesOf(TRUTH, 1_000_000_000_000, 3000) + linesOf(TRUTH, TRUTH, 5000);
  writeFileSync(join(root, 'plain'), text);
  writeFileSync(join(root, 'packed'), gzipSync(text));
  writeFileSync(join(root, 'cut'), gzipSync(text).subarray(0, -20));
  writeFileSync(join(root, 'other'), '{"id":"a"}\n');
  writeFileSync(join(root, 'broken'), 'no gzip');
  execFileSync('mkfifo', [join(root, 'pipe')]);
  expect([await at('plain'), await at('packed', true), await at('cut', true)]).toEqual([TRUTH, TRUTH, TRUTH]);
  expect([await at('other'), await at('broken', true), await at('pipe'), await at('none')]).toEqual(
    Array(4).fill(null),
  );
  expect(existsSync(join(root, 'pipe'))).toBe(true);
});
