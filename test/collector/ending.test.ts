/** Tests that a process which is asked to end may end its server first, and once. */

import { afterEach, expect, test, vi } from 'vitest';
import { endOnSignal } from '../../src/collector/ending.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Those of the test runner stay. */
const before = new Map(SIGNALS.map((name) => [name, process.listeners(name)]));
afterEach(() => {
  for (const name of SIGNALS)
    for (const one of process.listeners(name)) if (!before.get(name)?.includes(one)) process.off(name, one);
});

test.each(SIGNALS)('%s ends the server, and a second one ends the process as it always does', (signal) => {
  const end = vi.fn();
  endOnSignal(end);
  const [own, ...more] = process.listeners(signal).filter((one) => !before.get(signal)?.includes(one));
  expect([typeof own, more]).toEqual(['function', []]);
  for (const one of before.get(signal) ?? []) process.off(signal, one);
  process.emit(signal);
  expect(end).toHaveBeenCalledOnce();
  expect(process.listenerCount(signal)).toBe(0);
  for (const one of before.get(signal) ?? []) process.on(signal, one);
});
