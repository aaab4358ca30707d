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

test.each([
  ['of a leap second', '2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ['within a leap second', '2016-12-31 23:59:60.25', '2017-01-01T00:00:00.250Z'],
  ['of a leap second in another zone', '2017-01-01T05:29:60+05:30', '2017-01-01T00:00:00.000Z'],
  ['of a leap second in an access log', '31/Dec/2016:23:59:60 +0000', '2017-01-01T00:00:00.000Z'],
  ['with a comma', '2026-11-02T10:00:00,123456Z', '2026-11-02T10:00:00.123Z'],
  ['with a short fraction', '2026-11-02T10:00:00.5Z', '2026-11-02T10:00:00.500Z'],
  ['in small letters', '2026-11-02t10:00:00z', '2026-11-02T10:00:00.000Z'],
  ['of the end of a day', '2026-11-02T24:00:00Z', '2026-11-03T00:00:00.000Z'],
  ['without seconds', '2026-11-02 10:00+02', '2026-11-02T08:00:00.000Z'],
  ['of a day alone', '2026-11-02', '2026-11-02T00:00:00.000Z'],
  ['of the easternmost zone', '2026-11-02T10:00:00+14:00', '2026-11-01T20:00:00.000Z'],
  ['of a zone west of UTC', '2026-11-02T10:00:00-0330', '2026-11-02T13:30:00.000Z'],
  ['of a mail', 'Mon, 2 Nov 2026 10:00:00 -0500', '2026-11-02T15:00:00.000Z'],
])('a time %s is read in every zone of a machine alike', (_, text, moment) => {
  expect(new Date(toMs(text) ?? Number.NaN).toISOString()).toBe(moment);
  expect(clockInText(`${text} {}`) ?? toMs(text)).toBe(Date.parse(moment));
});

test.each([
  ['of a week', '2026-W45-1T10:00:00Z'],
  ['of a day of a year', '2026-306T10:00:00Z'],
  ['without dashes', '20261102T100000Z'],
  ['of the year 0', '0000-11-02T10:00:00Z'],
  ['of a year of two digits', '0026-11-02T10:00:00Z'],
  ['of a year with a sign', '+002026-11-02T10:00:00Z'],
  ['of a month that no year has', '2026-13-01T10:00:00Z'],
  ['of a day that no calendar has', '2026-02-30T10:00:00Z'],
  ['of a day that an access log cannot have', '31/Feb/2026:10:00:00 +0000'],
  ['of a month without a name', '02/Nux/2026:10:00:00 +0000'],
  ['of a leap day that was none', '2023-02-29'],
  ['of a zone that is a day away', '2026-11-02T10:00:00+24:00'],
  ['of a zone whose minutes are an hour', '2026-11-02T10:00:00+01:60'],
  ['after the end of a day', '2026-11-02T24:00:01Z'],
  ['just after the end of a day', '2026-11-02T24:00:00.001Z'],
  ['of the second after a leap second', '2016-12-31T23:59:61Z'],
  ['of the minute 60', '2026-11-02T10:60:00Z'],
  ['in words without a zone', 'Mon, 02 Nov 2026 10:00:00'],
  ['with slashes, as two countries read them', '11/02/2026 10:00:00'],
  ['in a zone that several countries call so', '2026-11-02 10:00:00 EST'],
  ['that ends with a year', 'order 2026'],
  ['that ends with a number', 'x 5'],
])('a text %s is no time', (_, text) => {
  expect(toMs(text)).toBeNull();
  expect(clockInText(`${text} {}`)).toBeNull();
});
