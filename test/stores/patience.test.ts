/** Tests how often a store is asked again, and after which pauses. */

import { beforeEach, expect, test, vi } from 'vitest';
import { StoreFault } from '../../src/stores/index.js';
import { BRIEF, PATIENT, persist } from '../../src/stores/patience.js';

const { pauses } = vi.hoisted(() => ({ pauses: [] as number[] }));
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));
beforeEach(() => {
  pauses.length = 0;
});

/** Fails so often. */
function failing(times: number, isPassing = true): { work: () => Promise<string>; tries: () => number } {
  let tries = 0;
  const work = async (): Promise<string> => {
    tries++;
    if (tries <= times) throw new StoreFault(`failure ${tries}`, isPassing);
    return 'done';
  };
  return { work, tries: () => tries };
}

test.each([PATIENT, BRIEF])('the last of its tries counts as well: %o', async (patience) => {
  const { work, tries } = failing(patience.tries - 1);
  expect([await persist(work, patience), tries()]).toEqual(['done', patience.tries]);
});

test('the last fault is told once no try is left', async () => {
  const { work, tries } = failing(9);
  await expect(persist(work, { tries: 3, pauseMs: 8 })).rejects.toThrow('failure 3');
  expect(tries()).toBe(3);
});

test('each pause is twice as long, up to a half less, so that not all ask at once', async () => {
  vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(1).mockReturnValueOnce(0.5);
  await persist(failing(3).work, { tries: 4, pauseMs: 8 });
  expect(pauses).toEqual([4, 16, 24]);
});

test('what stays is told at once, and so is what is no fault of a store', async () => {
  await expect(persist(failing(1, false).work, PATIENT)).rejects.toThrow('failure 1');
  await expect(persist(() => Promise.reject(new TypeError('mine')), PATIENT)).rejects.toThrow('mine');
  expect(pauses).toEqual([]);
});
