/** What an event is: the three types, their limits, and the one reader that tag, collector and read-outs share. */

/** What every event carries. */
export interface EventBase {
  /** Random and made once: retries repeat it, readers dedupe on it. */
  readonly id: string;
  /** When it happened, `Date.now()` of the browser. Corrected by readers with `received - sentAt`. */
  readonly at: number;
  /** The visitor's id or the host's user id. */
  readonly subject: string;
  /** The visitor's id, where the host gave the subject. */
  readonly visitor?: string | undefined;
  /** The manifest's revision. */
  readonly revision: string;
  /** The path of the page, never with query or hash. */
  readonly path: string;
}

/**
 * A subject was given a variant, and could see it. A subject that a holdout has looked at sends one, too: `experiment` is
 * then the holdout's id, and `variant` is `held` or `open`.
 */
export interface Exposure extends EventBase {
  readonly type: 'exposure';
  readonly experiment: string;
  readonly variant: string;
  readonly phase?: string | undefined;
  /** `assigned`, `sticky`, or `divert`, which read-outs leave out. For a holdout `holdout`. */
  readonly reason: string;
  readonly device?: Device | undefined;
  /** Whether the visitor's id was under 30 minutes old. */
  readonly isNew?: boolean | undefined;
  /** The browser's language, such as `en-NZ`. */
  readonly language?: string | undefined;
  /** The facts that the site cuts its results by, each with its name, such as `user.tier`. */
  readonly segments?: Segments | undefined;
}

/** What kind of screen it is. */
export type Device = 'mobile' | 'tablet' | 'desktop';

/** Five facts at most, names and values of at most 64 characters. */
export interface Segments {
  readonly [name: string]: string;
}

/** Something the site counts. */
export interface Conversion extends EventBase {
  readonly type: 'conversion';
  readonly name: string;
  /** Within `LARGEST_VALUE` on either side of zero. */
  readonly value: number;
  /** An order number or the like: counted once per subject and 7 days. */
  readonly key?: string | undefined;
}

/**
 * `error`: it threw. `timeout`: an element never came. `conflict`: the page kept undoing a change. `yielded`: the page shows
 * a value of its own, which was left. `changed`: something else than the author saw stood there. `redirect`: the page sent
 * a visitor back.
 */
export type FailureCode = 'error' | 'timeout' | 'conflict' | 'yielded' | 'changed' | 'redirect';

/** A recipe did not do what it should. */
export interface Failure extends EventBase {
  readonly type: 'failure';
  readonly experiment: string;
  readonly variant: string;
  readonly code: FailureCode;
  readonly selector?: string | undefined;
  readonly message: string;
  readonly stack: string;
}

/** Any event. */
export type FxEvent = Exposure | Conversion | Failure;

/** The body of one POST. */
export interface Batch {
  readonly v: 1;
  /** `Date.now()` of the browser when it was sent. */
  readonly sentAt: number;
  /** How many events the browser had to give up since the last batch that arrived. */
  readonly dropped: number;
  /** At most `BATCH_EVENTS`; the whole body at most `BATCH_BYTES`. */
  readonly events: readonly FxEvent[];
}

/** The most bytes of one event, as UTF-8 of its JSON: the tag drops what is longer. */
export const EVENT_BYTES = 4096;
/** The most bytes of the body of one POST that the tag sends. */
export const BATCH_BYTES = 49152;
/** The most bytes of a body that a collector reads. */
export const BODY_BYTES = 65536;
/** The most events of one POST. */
export const BATCH_EVENTS = 200;
/** Times of events are from here, the beginning of 2000, milliseconds since the epoch; inclusive. */
export const FIRST_TIME = 946684800000;
/** To here, the beginning of 2100; exclusive. No browser's clock is right beyond, and no calendar breaks within. */
export const LAST_TIME = 4102444800000;
/** The largest value of a conversion: sums of squares of it stay exact enough for any read-out. */
export const LARGEST_VALUE = 1e12;
/** The most characters of a conversion's name, and of its key. */
export const LONGEST_NAME = 256;
/** The most characters of a path. */
export const LONGEST_PATH = 2048;

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
 * The fields of each type: `name:kind` must be there, `name?kind` may be; a range of numbers is a text of so many characters. Made
 * when asked for: a bundle that reads no events then leaves them out.
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
 * @returns the event, or the first field that is wrong: one that is missing, of another type, out of its range, a text with
 * NUL or half of a surrogate pair, which most databases refuse, a `path` with a query or a hash
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

/** Whether a value is a time that an event may have: milliseconds since the epoch, in this century. */
export const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= FIRST_TIME && value < LAST_TIME;

/** Whether a value is one that a conversion may have. */
export const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= LARGEST_VALUE;

/** Whether a value is a text that an event may carry: of so many characters, without what `fitText` takes out. */
export const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && value.length >= least && value.length <= most && !/[\0\ud800-\udfff]/u.test(value);

/**
 * A text that an event can carry: cut to so many characters, with U+FFFD for NUL and for what a cut has left of a
 * character. Most databases refuse those two.
 */
export const fitText = (text: string, most: number): string =>
  // With `u`, the range matches lone surrogates only.
  text.slice(0, most).replace(/[\0\ud800-\udfff]/gu, '\ufffd');

/** The most facts that an exposure may be cut by. */
export const MOST_SEGMENTS = 5;
/** The most characters of such a fact, and of its name. */
export const LONGEST_SEGMENT = 64;

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
