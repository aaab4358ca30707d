/** Tests what an address alone can tell of a trigger: whether it may fire there. */

import { expect, test } from 'vitest';
import { readAddress } from '../../src/core/address.js';
import { mayFireAt } from '../../src/core/trigger.js';
import type { Trigger } from '../../src/core/types.js';

const here: Trigger = { kind: 'urlMatch', pattern: '/cart' };
const there: Trigger = { kind: 'urlMatch', pattern: '/checkout' };
const element: Trigger = { kind: 'waitForSelector', selector: 'h1' };

test.each<readonly [string, Trigger | undefined, boolean]>([
  ['none', undefined, true],
  ['one that waits for something else than an address', element, true],
  ['one for this address', here, true],
  ['one for another address', there, false],
  ['all of what may', { kind: 'all', of: [here, element] }, true],
  ['all, of which one may not', { kind: 'all', of: [element, there] }, false],
  ['any, of which one may', { kind: 'any', of: [there, element] }, true],
  ['any of what may not', { kind: 'any', of: [there, there] }, false],
  ['all of any', { kind: 'all', of: [{ kind: 'any', of: [there, here] }] }, true],
  ['all of any, of which none may', { kind: 'all', of: [here, { kind: 'any', of: [there] }] }, false],
])('%s', (_, trigger, expected) => {
  expect(mayFireAt(trigger, readAddress(new URL('https://shop.example/cart')))).toBe(expected);
});
