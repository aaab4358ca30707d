/** Tests which failures have a word of the system. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeIn } from '../../src/collector/fault.js';

test('what the system refuses has its word, and nothing else has one', () => {
  const caught = (fail: () => unknown): unknown => {
    try {
      return fail();
    } catch (error) {
      return error;
    }
  };
  expect(codeIn(caught(() => readFileSync('/nowhere/at/all')))).toBe('ENOENT');
  expect(codeIn(new Error('it broke'))).toBe(undefined);
  expect(codeIn(Object.assign(new Error('it broke'), { code: 7 }))).toBe(undefined);
  for (const thrown of [undefined, null, 'ENOENT', { code: 'ENOENT' }]) expect(codeIn(thrown)).toBe(undefined);
});
