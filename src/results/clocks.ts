/** Reads the times that logs and warehouses write, in whatever unit or form. */

import { isTime } from '../core/index.js';

/** A number, also as text; null where it is none. */
export const readNumber = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/**
 * Milliseconds since the epoch, of seconds, milliseconds, microseconds, nanoseconds, or a written time; null where it
 * is no time.
 */
export function toMs(value: unknown): number | null {
  const number = readNumber(value);
  if (number === null) return typeof value === 'string' ? (writtenTime(value) ?? wordedTime(value)) : null;
  return [number, number * 1000, number / 1000, number / 1e6].find((one) => isTime(one)) ?? null;
}

/** A space for the T, a comma for the point, `UTC` or `+00` for the zone are what databases and loggers write. */
const WRITTEN =
  /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?\s*$/i;

/**
 * ISO 8601 in its usual form, and what databases make of it; without a zone it is UTC. Weeks (`2026-W45-1`), days of a
 * year (`2026-306`) and forms without dashes are not read: nothing that writes events or logs has them.
 */
export function writtenTime(text: string): number | null {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = WRITTEN.exec(text) ?? [];
  if (year === undefined) return null;
  const date = [Number(year), Number(month), Number(day)] as const;
  return timeAt(date, [Number(hour), Number(minute), Number(second)], fraction, zone);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WORDED =
  /^\s*(?:[a-z]{3}, )?(\d\d?)[ /-]([a-z]{3})[ /-](\d{4})[ :](\d\d):(\d\d):(\d\d) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)\s*$/i;

/** `Mon, 02 Nov 2026 10:00:00 GMT` and `02/Nov/2026:10:00:00 +0000`. Without a zone nobody knows when that was. */
function wordedTime(text: string): number | null {
  const [, day, month = '', year, hour, minute, second, zone] = WORDED.exec(text) ?? [];
  const date = [Number(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day)] as const;
  return timeAt(date, [Number(hour), Number(minute), Number(second)], '', zone);
}

/** No zone of the world is further from UTC. */
const FURTHEST_HOURS = 14;

/**
 * Not `Date.parse`: it finds a time in whatever ends with a year, in the zone of the machine that reads, takes
 * February 30 for March 2, and knows no leap second. That is the second after, as nothing later knows it.
 */
function timeAt(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
  fraction: string,
  zone = 'Z',
): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isEnd = hour === 24 && minute === 0 && second === 0 && Number(fraction) === 0;
  const offset = offsetMinutes(zone);
  if (!isDay || (hour > 23 && !isEnd) || minute > 59 || second > 60 || offset === null) return null;
  const seconds = (hour * 60 + minute - offset) * 60 + second;
  const time = date.getTime() + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return isTime(time) ? time : null;
}

function offsetMinutes(zone: string): number | null {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > FURTHEST_HOURS || Number(minutes) > 59) return null;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

const ISO_IN_TEXT = /(?<![\d+-])\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)/i;

/** The first time in a text: ISO 8601, `02/Nov/2026:10:00:00 +0000`, or seconds with a fraction. */
export function clockInText(line: string): number | null {
  const [iso] = ISO_IN_TEXT.exec(line) ?? [];
  if (iso) return toMs(iso);
  const [log] = /\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}/.exec(line) ?? [];
  return toMs(log ?? /\b\d{10}\.\d{3}\b/.exec(line)?.[0]);
}
