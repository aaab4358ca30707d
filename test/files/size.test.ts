/** Tests how sizes are said. */

import { expect, test } from 'vitest';
import { sizeText } from '../../src/files/index.js';

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [999_900, '1,000 kB'],
  [1_000_000, '1.0 MB'],
  [1_540_000, '1.5 MB'],
  [1_000_000_000, '1 GB'],
  [4e15, '4,000,000 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
