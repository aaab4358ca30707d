/**
 * Checks that a function of the page is asked at every view, may answer later, and is off where it says anything but
 * true.
 */

import { describe, expect, test } from 'vitest';
import { createHostTrigger, type HostTrigger, type Part } from '../../src/tag/triggers.js';
import { bench, setUp, signals, told } from './triggering.js';

setUp();

const host = (ask: HostTrigger): Part => createHostTrigger(ask, signals());

describe('a host function', () => {
  test('answers at every view', () => {
    let isOn = false;
    const part = host(() => isOn);
    part._start(false);
    expect(part._isOn()).toBe(false);
    isOn = true;
    part._start(false);
    expect([part._isOn(), part._activate()]).toEqual([true, false]);
  });

  test('is off where it throws, rejects, or says anything but true', async () => {
    for (const ask of [
      () => {
        throw new Error('sync');
      },
      () => Promise.reject(new Error('async')),
      () => 1 as unknown as boolean,
      () => Promise.resolve('yes' as unknown as boolean),
    ]) {
      const part = host(ask);
      part._start(false);
      await bench.hear();
      expect(part._isOn()).toBe(false);
    }
    expect(told.filter((text) => text !== 'changed')).toEqual(['error sync', 'error async']);
  });

  test('may answer later, is asked one at a time, and again where there was a view meanwhile', async () => {
    const answers: ((value: boolean) => void)[] = [];
    const part = host(() => new Promise((resolve) => answers.push(resolve)));
    part._start(false);
    part._start(false);
    part._start(false);
    expect(answers).toHaveLength(1);
    answers[0]?.(true);
    await bench.hear();
    expect([answers.length, part._isOn()]).toEqual([2, false]);
    answers[1]?.(true);
    await bench.hear();
    expect([answers.length, part._isOn(), told.at(-1)]).toEqual([2, true, 'changed']);
  });
});
