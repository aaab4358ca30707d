/** Tests what the state of a page says by itself: what happens for the first time, and what counts for nobody. */

import { expect, test } from 'vitest';
import { isFirst, isSilent } from '../../src/tag/state.js';

test('what was told is told once, part by part: two that read the same together are two', () => {
  const told = new Set<string>();
  expect([isFirst(told, 'a', 'b'), isFirst(told, 'a', 'b'), isFirst(told, 'ab'), isFirst(told, 'a')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('a part that is left out at the end or undefined is another telling than none', () => {
  const told = new Set<string>();
  expect([isFirst(told), isFirst(told), isFirst(told, 'a'), isFirst(told, 'a', undefined)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('a preview counts for nobody, nor does a session that is barred', () => {
  const sessions = [
    { _bar: '', _preview: '' },
    { _bar: 'consent', _preview: '' },
    { _bar: '', _preview: 'a:b' },
  ];
  expect(sessions.map(isSilent)).toEqual([false, true, true]);
});
