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
  if (number === null) return typeof value === 'string' ? (writtenTime(value) ?? parsed(value)) : null;
  return [number, number * 1000, number / 1000, number / 1e6].find((one) => isTime(one)) ?? null;
}

const parsed = (text: string): number | null => {
  const time = Date.parse(text);
  return isTime(time) ? time : null;
};

/**
 * ISO 8601 and what databases make of it: a space for the T, `UTC` or `+00` for the zone, no zone, which is UTC there,
 * or a day alone.
 * Of no other text: `Date.parse` finds a time in whatever ends with a year.
 */
export function writtenTime(text: string): number | null {
  const [, day, time = '00:00', zone = 'Z'] =
    /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?\s*$/i.exec(text) ??
    [];
  if (!day) return null;
  const offset = zone.toUpperCase().replace('UTC', 'Z');
  return parsed(`${day}T${time}${/^.\d\d$/.test(offset) ? `${offset}:00` : offset}`);
}

/** The first time in a text: ISO 8601, `02/Nov/2026:10:00:00 +0000`, or seconds with a fraction. */
export function clockInText(line: string): number | null {
  const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/.exec(line)?.[0];
  if (iso) return toMs(iso);
  const log = /(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})/.exec(line);
  if (log) return toMs(`${log[1]} ${log[2]} ${log[3]} ${log[4]} ${log[5]}`);
  return toMs(/\b\d{10}\.\d{3}\b/.exec(line)?.[0]);
}
