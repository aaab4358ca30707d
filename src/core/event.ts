/** Defines what an event is: the three types, and the limits of what they hold, such as an event's size. */

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
 * A subject was given a variant, and could see it. A subject that a holdout has looked at sends one, too: `experiment`
 * is then the holdout's id, and `variant` is `held` or `open`.
 */
export interface Exposure extends EventBase {
  readonly type: 'exposure';
  readonly experiment: string;
  readonly variant: string;
  readonly phase?: string | undefined;
  /** `assigned`, `sticky`, or `divert`, which read-outs leave out, as `bot`, a collector's. For a holdout `holdout`. */
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
 * `error`: it threw. `timeout`: an element never came. `conflict`: the page kept undoing a change. `yielded`: the page
 * shows a value of its own, which was left. `changed`: something else than the author saw stood there. `redirect`: the
 * page sent a visitor back.
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

/** The most facts that an exposure may be cut by. */
export const MOST_SEGMENTS = 5;
/** The most characters of such a fact, and of its name. */
export const LONGEST_SEGMENT = 64;

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

/** What only one event says, of each type. */
export type EventDetail = OwnOf<FxEvent>;

type OwnOf<E> = E extends FxEvent ? Omit<E, keyof EventBase> : never;

/** What the events of one session or request have in common; its texts are made to fit. */
export interface EventFrame {
  readonly subject: string;
  readonly visitor: string | undefined;
  readonly revision: unknown;
  /** Whatever stands behind `?` or `#` is cut off. */
  readonly path: string;
}

/** An event that happens now. */
export const makeEvent = (
  id: string,
  { path, revision, subject, visitor }: EventFrame,
  detail: EventDetail,
): FxEvent => ({
  id,
  at: Date.now(),
  subject,
  visitor,
  revision: fitText(`${revision ?? ''}`, 128),
  path: fitText(path.replace(/[?#].*/s, ''), LONGEST_PATH),
  ...detail,
});

/** 32 hexadecimal digits of four random numbers of 32 bits. */
export const formatId = (random: Iterable<number>): string =>
  [...random].map((part) => (part + 2 ** 32).toString(16).slice(1)).join('');
