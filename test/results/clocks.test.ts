/** Tests which times of logs and warehouses are read, and that no other text is taken for one. */

import { expect, test } from 'vitest';
import { clockInText, toMs } from '../../src/results/clocks.js';

const AT = Date.UTC(2026, 10, 2, 10);

test.each([
  ['seconds', AT / 1000],
  ['milliseconds', AT],
  ['microseconds', AT * 1000],
  ['nanoseconds', AT * 1e6],
  ['a number as text', `${AT}`],
  ['what a database writes', '2026-11-02 10:00:00+00'],
  ['the words of an HTTP header', 'Mon, 02 Nov 2026 10:00:00 GMT'],
])('a time in %s is read', (_, value) => {
  expect(toMs(value)).toBe(AT);
});

test.each([
  ['a number that is a time in no unit', 5],
  ['a text that is none', 'yesterday'],
  ['a year that no event has', '1970-01-01T00:00:00Z'],
  ['no time at all', true],
  ['nothing', undefined],
])('%s is no time', (_, value) => {
  expect(toMs(value)).toBeNull();
});

test.each([
  ['ISO 8601', 'a 2026-11-02T10:00:00Z b'],
  ['the form of an access log', '1.2.3.4 - - [02/Nov/2026:10:00:00 +0000] "POST /fx"'],
  ['seconds with a fraction', `x ${AT / 1000}.000 y`],
])('the first time in a text is found, written as %s', (_, line) => {
  expect(clockInText(line)).toBe(AT);
});

test('a text without a time has none', () => {
  expect(clockInText('1234567890 is no time here')).toBeNull();
});
