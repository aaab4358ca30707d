/** Tests how a page says what its server has decided. */

import { expect, test } from 'vitest';
import { formatRendered } from '../../src/core/served.js';

test('a page names each experiment with the variant that it shows, and without one who is out', () => {
  expect(
    formatRendered({
      hero: { variant: 'b', reason: 'assigned', payload: { color: 'red' } },
      cta: { variant: null, reason: 'rule' },
    }),
  ).toBe('hero:b,cta:');
  expect(formatRendered({})).toBe('');
});
