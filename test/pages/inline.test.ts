/** Tests texts of strangers inside of a line. */

import { expect, test } from 'vitest';
import { inLine } from '../../src/pages/index.js';

test.each([
  ['a\n\n  ✓ Published', 'a\\n\\n  ✓ Published'],
  ['a\rb\tc', 'a\\rb\\tc'],
  ['\u001b[2J\u0007', '\\u001b[2J\\u0007'],
  ['a\u202eb\u2028c\u0085d', 'a\\u202eb\\u2028c\\u0085d'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['größer > 日本 👍', 'größer > 日本 👍'],
])('a text of strangers that holds %j stays on its line', (text, shown) => {
  expect(inLine(text)).toBe(shown);
});
