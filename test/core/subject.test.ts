/** Checks what counts as a subject. */

import { expect, test } from 'vitest';
import { readSubject } from '../../src/core/index.js';

test.each([
  ['user-1', 'user-1'],
  [42, '42'],
  [' x ', ' x '],
  ['🙂', '🙂'],
  ['x'.repeat(256), 'x'.repeat(256)],
])('%j is a subject', (given, subject) => {
  expect(readSubject(given)).toBe(subject);
});

const NOBODY = ['', ' ', 'undefined', ' null ', 'NaN', 'true', 'false', '0', '[object Object]', 'x'.repeat(257)];
test.each([...NOBODY, 0, Number.NaN, null, undefined, true, {}, [], Symbol('s'), 'a\0', 'half \ud83d'])(
  '%j is no subject',
  (given) => {
    expect(readSubject(given)).toBe(undefined);
  },
);
