/** Checks that the guard tells open pages of new figures: once of each, whoever reads others between two looks. */

import { expect, onTestFinished, test } from 'vitest';
import { startWatchman } from '../../src/serve/guard.js';
import type { House } from '../../src/serve/house.js';
import { createBroadcast } from '../../src/serve/live.js';

test('the same figures are told of once, also after somebody opened the results', async () => {
  const live = createBroadcast();
  let told = 0;
  live.listen(() => told++);
  let at = 1;
  const readouts = {
    // Another question than the guard's, answered later.
    last: () => ({ at: at + 0.5 }),
    read: () => Promise.resolve({ ok: true, value: { at, dangers: [] } }),
  };
  const workspace = { read: () => Promise.resolve({ experiments: new Map(), earlier: [] }) };
  const house = { live, readouts, workspace } as unknown as House;
  const watchman = startWatchman(house, { everyMs: 1e6, webhook: null, say: () => undefined });
  onTestFinished(() => watchman.stop());
  for (const expected of [1, 1, 1]) {
    await watchman.look();
    expect(told).toBe(expected);
  }
  at = 2;
  await watchman.look();
  await watchman.look();
  expect(told).toBe(2);
});
