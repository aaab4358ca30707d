/** Tests triggers that are made of several: all, any, what of them waits for a visitor, and what reads the address. */

import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../src/core/index.js';
import { createTrigger } from '../../src/tag/triggers.js';
import { scripts, setUp, signals, start } from './triggering.js';

setUp();

describe('all and any', () => {
  const [a, b] = ['a', 'b'].map((name): Trigger => ({ kind: 'event', name })) as [Trigger, Trigger];
  const fire = (name: string) => document.dispatchEvent(new Event(name));

  test('all is on when every one has fired, any when the first has', () => {
    const all = start({ kind: 'all', of: [a, b] });
    const any = start({ kind: 'any', of: [a, b] });
    fire('b');
    expect([all._isOn(), any._isOn()]).toEqual([false, true]);
    fire('a');
    expect([all._isOn(), any._isOn()]).toEqual([true, true]);
  });

  test('all with an address that does not match starts nothing, until it does', () => {
    const part = start({
      kind: 'all',
      of: [
        { kind: 'script', js: 'x' },
        { kind: 'urlMatch', pattern: '/hats' },
      ],
    });
    expect(scripts).toHaveLength(0);
    window.happyDOM.setURL('https://shop.example/hats');
    part._start(false);
    expect(scripts).toHaveLength(1);
    scripts[0]?.();
    expect(part._isOn()).toBe(true);
  });

  test('any with an address that does not match starts the others', () => {
    start({
      kind: 'any',
      of: [
        { kind: 'urlMatch', pattern: '/hats' },
        { kind: 'script', js: 'x' },
      ],
    });
    expect(scripts).toHaveLength(1);
  });
});

test('on a prerendered page only what needs no visitor starts', () => {
  document.body.innerHTML = '<p></p>';
  const parts = (
    [
      { kind: 'script', js: 'x' },
      { kind: 'waitForSelector', selector: 'p' },
    ] as const
  ).map((trigger) => {
    const part = createTrigger({ kind: 'any', of: [trigger] }, signals());
    part._start(true);
    return part;
  });
  expect([parts[0]?._isOn(), parts[1]?._isOn(), scripts.length]).toEqual([false, true, 0]);
  parts[0]?._start(false);
  expect(scripts).toHaveLength(1);
});
