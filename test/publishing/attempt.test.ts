/** Tests which failures of this room are values, and which stay exceptions. */

import { expect, test } from 'vitest';
import { Refusal } from '../../src/files/index.js';
import { blocked, caught, done, must } from '../../src/publishing/attempt.js';

test('a fault of fx itself stays an exception, and is no obstacle', async () => {
  const fault = new TypeError('not a function');
  const failing = caught(() => {
    throw fault;
  });
  await expect(failing).rejects.toBe(fault);
});

test('what a refusal or an obstacle ends is a value, and a value that must be there is taken out again', async () => {
  const refusal = new Refusal('The disk is full.', 'no-space');
  expect(
    await caught(() => {
      throw refusal;
    }),
  ).toEqual({ ok: false, obstacle: { code: 'files', refusal } });
  const obstacle = { code: 'no-target', directory: 'public/fx' } as const;
  expect(await caught(() => must(blocked(obstacle)))).toEqual({ ok: false, obstacle });
  expect(await caught(async () => must(done(7)))).toEqual(done(7));
});
