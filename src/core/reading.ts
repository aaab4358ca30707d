/** Reads an event: the one reader that tag, collector and read-outs share. */

import {
  type FxEvent,
  isAmount,
  isText,
  isTime,
  LONGEST_NAME,
  LONGEST_PATH,
  LONGEST_SEGMENT,
  MOST_SEGMENTS,
} from './event.js';

/** What a field must be. `unicode`: without NUL and halves of surrogate pairs. `path`: without query and hash. */
export type FieldKind = 'object' | 'text' | 'unicode' | 'path' | 'time' | 'amount' | 'flag' | 'segments' | 'word';

/** The field of an event that is wrong, and what it must be. */
export interface EventFault {
  /** '' where it is no event at all. */
  readonly field: string;
  readonly kind: FieldKind;
  /** Of a text the least and the most characters, as `1-64`; of a word those that may stand there, as `a|b`. */
  readonly range: string;
}

/**
 * What an event turned out to be.
 *
 * @example
 * const reading = readEvent(JSON.parse(line));
 * if (reading.ok) keep(reading.event);
 * else console.warn(`${reading.fault.field} is wrong`);
 */
export type EventReading =
  | { readonly ok: true; readonly event: FxEvent }
  | { readonly ok: false; readonly fault: EventFault };

/**
 * The fields of each type: `name:kind` must be there, `name?kind` may be; a range of numbers is a text of so many
 * characters. Made when asked for: a bundle that reads no events then leaves them out.
 */
const createTable = (): { readonly [type: string]: string | null | undefined } => {
  const base = `id:1-64 at:time subject:1-256 visitor?1-256 revision:0-128 path:0-${LONGEST_PATH}`;
  return {
    // Without it, `constructor` would be a type.
    __proto__: null,
    exposure: `${base} experiment:1-64 variant:1-64 phase?0-64 reason:1-64 device?mobile|tablet|desktop isNew?flag language?1-64 segments?segments`,
    conversion: `${base} name:1-${LONGEST_NAME} value:amount key?0-${LONGEST_NAME}`,
    failure: `${base} experiment:1-64 variant:0-64 code:error|timeout|conflict|yielded|changed|redirect selector?0-4096 message:0-4096 stack:0-4096`,
  };
};

/**
 * Reads one event of a stranger. Only the fields that an event has are kept, and only where they are its own.
 *
 * @returns the event, or the first field that is wrong: one that is missing, of another type, out of its range, a text
 * with NUL or half of a surrogate pair, which most databases refuse, a `path` with a query or a hash
 */
export const readEvent = (value: unknown): EventReading => createEventReader()(value);

/** Reads one event as `readEvent` does; of millions, with one reader, three times as fast. */
export type EventReader = (value: unknown) => EventReading;

/** A reader that works out once what each type of event holds. */
export const createEventReader = (): EventReader => {
  const table = createTable();
  const known = new Map<string, readonly Field[]>();
  const fieldsOf = (type: unknown): readonly Field[] => {
    const fields = known.get(type as string);
    if (fields || typeof type !== 'string' || !table[type]) return fields ?? [];
    known.set(type, parseFields(table[type]));
    return fieldsOf(type);
  };
  return (value) => {
    if (!isMap(value)) return refused('', 'object', '');
    const type = own(value, 'type');
    const fields = fieldsOf(type);
    if (!fields[0]) return refused('type', 'word', 'exposure|conversion|failure');
    const event: { [name: string]: unknown } = { type };
    for (const field of fields) {
      const { name, kind, range } = field;
      const it = own(value, name);
      if (it === undefined && field.isOptional) continue;
      if (!tests[kind](it as never, field))
        return refused(name, kind === 'text' && hasLength(it, field) ? 'unicode' : kind, range);
      // A query or a hash can hold names, addresses and secrets.
      if (name === 'path' && /[?#]/.test(it as string)) return refused(name, 'path', range);
      event[name] = it;
    }
    return { ok: true, event: event as unknown as FxEvent };
  };
};

const refused = (field: string, kind: FieldKind, range: string): EventReading => ({
  ok: false,
  fault: { field, kind, range },
});

/** A kind that a field is declared with. */
type Declared = Exclude<FieldKind, 'object' | 'unicode' | 'path'>;

const kindOf = (range: string): Declared =>
  /^\d/.test(range) ? 'text' : range.includes('|') ? 'word' : (range as Declared);

/** A field of a type, as the table declares it. */
interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly kind: Declared;
  readonly range: string;
  /** Of a text. */
  readonly least: number;
  readonly most: number;
}

const parseFields = (line: string): readonly Field[] =>
  [...line.matchAll(/(\w+)([:?])(\S+)/g)].map(([, name = '', sign, range = '']) => {
    const [least = 0, most = 0] = range.split('-').map(Number);
    return { name, isOptional: sign === '?', kind: kindOf(range), range, least, most };
  });

const hasLength = (value: unknown, { least, most }: Field): boolean =>
  typeof value === 'string' && value.length >= least && value.length <= most;

const tests: { readonly [Kind in Declared]: (value: never, field: Field) => boolean } = {
  text: (value, { least, most }) => isText(value, least, most),
  time: isTime,
  amount: isAmount,
  flag: (value: unknown) => typeof value === 'boolean',
  segments: (value: unknown) => {
    const all = isMap(value) ? Object.entries(value) : [];
    return (
      isMap(value) &&
      all.length <= MOST_SEGMENTS &&
      all.every(([name, fact]) => isText(name, 1, LONGEST_SEGMENT) && isText(fact, 0, LONGEST_SEGMENT))
    );
  },
  word: (value: unknown, { range }) => typeof value === 'string' && range.split('|').includes(value),
};

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: object, name: string): unknown =>
  Object.prototype.hasOwnProperty.call(value, name) ? (value as { readonly [name: string]: unknown })[name] : undefined;
