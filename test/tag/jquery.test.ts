/**
 * Tests that events which only jQuery knows are heard, however late jQuery comes, and no longer than they should be.
 */

import { afterEach, expect, test } from 'vitest';
import { listenByJquery } from '../../src/tag/jquery.js';

const scope = window as unknown as { jQuery?: unknown };
let heard: number;
const run = (): void => void heard++;

/** What a page asks of jQuery: what listens, by target and name. */
const comes = () => {
  const listening = new Set<string>();
  scope.jQuery = (target: object) => ({
    on: (name: string) => listening.add(`${target === document} ${name}`),
    off: (name: string) => listening.delete(`${target === document} ${name}`),
  });
  return listening;
};

afterEach(() => {
  Reflect.deleteProperty(window, 'jQuery');
  heard = 0;
});

test('a jQuery that is there is listened to at once, once, and left when it is over', () => {
  const listening = comes();
  const stop = listenByJquery(document, 'cart:open', run);
  expect([...listening]).toEqual(['true cart:open']);
  document.dispatchEvent(new Event('load'));
  expect([...listening]).toEqual(['true cart:open']);
  stop();
  expect([...listening]).toEqual([]);
});

test('a jQuery that comes with a later script is listened to when that has loaded', () => {
  listenByJquery(document, 'cart:open', run);
  document.dispatchEvent(new Event('load'));
  const listening = comes();
  expect([...listening]).toEqual([]);
  document.dispatchEvent(new Event('readystatechange'));
  expect([...listening]).toEqual(['true cart:open']);
});

test('a jQuery that comes after the end is not listened to, and none at all is no trouble', () => {
  const stop = listenByJquery(document, 'cart:open', run);
  stop();
  const listening = comes();
  document.dispatchEvent(new Event('load'));
  expect([...listening]).toEqual([]);
});
