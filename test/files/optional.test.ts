/** Tests packages that are installed only where somebody needs them. */

import { expect, test } from 'vitest';
import { loadOptional } from '../../src/files/optional.js';

const fails = (error: unknown) => () => Promise.reject(error);

test('a package that is there is loaded, and one that is not is null', async () => {
  expect(await loadOptional(() => Promise.resolve({ a: 1 }))).toEqual({ a: 1 });
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(await loadOptional(fails(missing))).toBe(null);
});

test('a package that is there and fails is not taken for one that is missing', async () => {
  const broken = new SyntaxError('Unexpected token');
  await expect(loadOptional(fails(broken))).rejects.toBe(broken);
});
