/** Finds the fields of a plain line, and where in the bytes they stand. */

import { CLOSE, COLON, COMMA, LINE_FEED, OPEN, QUOTE, scanNumber, scanText, scanWord } from './scan.js';

/** The fields that are read, and their places; others may be there, as plain as these. */
export const PLACE_OF = {
  type: 0,
  id: 1,
  subject: 2,
  visitor: 3,
  revision: 4,
  path: 5,
  experiment: 6,
  variant: 7,
  phase: 8,
  reason: 9,
  device: 10,
  language: 11,
  name: 12,
  key: 13,
  isNew: 14,
  at: 15,
  value: 16,
  received: 17,
  sentAt: 18,
  dropped: 19,
  segments: 20,
  currency: 21,
  sent_at: 22,
  is_new: 23,
  sentat: 24,
  isnew: 25,
} as const;
/** Names that databases made of others, which `readLine` translates. */
export const FOLDED: readonly number[] = [PLACE_OF.sent_at, PLACE_OF.is_new, PLACE_OF.sentat, PLACE_OF.isnew];
/** Stands for every other field. */
const OTHER = 26;

/** What a field holds. */
export const ABSENT = 0;
export const TEXT = 1;
export const NUMBER = 2;
export const FLAG = 3;
/** Such a field is never read here: the line is left to `readLine`. */
const NULL = 4;

/** Where the fields of a line are. */
export interface PlainFields {
  readonly holds: Uint8Array;
  /** Where a text begins and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** A number, and 1 or 0 of a flag. */
  readonly numbers: Float64Array;
  /** Says of a line where it ends: at its line feed, or at the end of the bytes; -1 where it is not plain. */
  scan(bytes: Uint8Array, start: number): number;
}

export function createPlainFields(): PlainFields {
  const fields = {
    holds: new Uint8Array(OTHER + 1),
    starts: new Int32Array(OTHER + 1),
    ends: new Int32Array(OTHER + 1),
    numbers: new Float64Array(OTHER + 1),
  };
  const places = placesOfNames();
  const names = Object.keys(PLACE_OF);
  /** By field, the name that stood behind it last, and its field: lines of one kind have them in one order. */
  const namesAfter: string[] = Array.from({ length: OTHER + 2 }, () => '');
  const fieldsAfter = new Uint8Array(OTHER + 2);
  return {
    ...fields,
    scan(bytes, start) {
      if (bytes[start] !== OPEN) return -1;
      fields.holds.fill(ABSENT);
      let at = start;
      let before = OTHER + 1;
      do {
        if (bytes[at + 1] !== QUOTE) return -1;
        const key = at + 2;
        const name = namesAfter[before] as string;
        let end = name === '' ? -1 : scanWord(bytes, key, name);
        let field = fieldsAfter[before] as number;
        if (end < 0 || bytes[end] !== QUOTE) {
          end = scanText(bytes, key);
          if (end < 0) return -1;
          field = placeOf(places, bytes, key, end);
          namesAfter[before] = names[field] ?? '';
          fieldsAfter[before] = field;
        }
        before = field;
        if (bytes[end + 1] !== COLON) return -1;
        if (field !== OTHER && fields.holds[field] !== ABSENT) return -1;
        at = scanValue(bytes, end + 2, fields, field);
        if (at < 0) return -1;
      } while (bytes[at] === COMMA);
      const end = at + 1;
      return bytes[at] === CLOSE && (end === bytes.length || bytes[end] === LINE_FEED) ? end : -1;
    },
  };
}

/** @returns where the value ends; -1 where it is not plain */
function scanValue(bytes: Uint8Array, at: number, fields: Omit<PlainFields, 'scan'>, field: number): number {
  const { holds, starts, ends, numbers } = fields;
  switch (bytes[at]) {
    case QUOTE: {
      const end = scanText(bytes, at + 1);
      holds[field] = TEXT;
      starts[field] = at + 1;
      ends[field] = end;
      return end < 0 ? -1 : end + 1;
    }
    case 0x74: // t
      holds[field] = FLAG;
      numbers[field] = 1;
      return scanWord(bytes, at, 'true');
    case 0x66: // f
      holds[field] = FLAG;
      numbers[field] = 0;
      return scanWord(bytes, at, 'false');
    case 0x6e: // n
      holds[field] = NULL;
      return scanWord(bytes, at, 'null');
    default:
      holds[field] = NUMBER;
      return scanNumber(bytes, at, numbers, field);
  }
}

interface NamePlace {
  readonly name: string;
  readonly field: number;
}

/** By length and first letter, which tell most names apart. */
const PLACES = 128;
const placeIn = (length: number, first: number): number => (length * 7 + first) & (PLACES - 1);

function placesOfNames(): readonly (readonly NamePlace[])[] {
  const places: NamePlace[][] = Array.from({ length: PLACES }, () => []);
  for (const [name, field] of Object.entries(PLACE_OF))
    places[placeIn(name.length, name.charCodeAt(0))]?.push({ name, field });
  return places;
}

function placeOf(places: readonly (readonly NamePlace[])[], bytes: Uint8Array, start: number, end: number): number {
  const near = places[placeIn(end - start, bytes[start] as number)] as readonly NamePlace[];
  for (let at = 0; at < near.length; at++) {
    const { name, field } = near[at] as NamePlace;
    if (name.length === end - start && scanWord(bytes, start, name) >= 0) return field;
  }
  return OTHER;
}
