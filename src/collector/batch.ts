/** Reads a posted batch of events with the reader of core, and says in words what is wrong with one. */

import {
  BATCH_EVENTS,
  createEventReader,
  type EventFault,
  type FieldKind,
  type FxEvent,
  isTime,
  LARGEST_VALUE,
  LONGEST_SEGMENT,
  MOST_SEGMENTS,
} from '../core/index.js';

/** An event as it stands in the collector's file. */
export type ReceivedEvent = FxEvent & {
  /** The collector's own clock when the event arrived, milliseconds since the epoch. */
  readonly received: number;
  /** The browser's clock when it sent the batch: `at + received - sentAt` is the corrected time. */
  readonly sentAt: number;
};

/** What a body turned out to be: events to keep, or the status and sentence to refuse it with. */
export type BatchVerdict =
  | { readonly ok: true; readonly events: readonly ReceivedEvent[]; readonly dropped: number }
  | { readonly ok: false; readonly status: 400 | 413; readonly error: string };

/**
 * A function that reads the body of one POST. One bad event refuses the whole batch, so that nothing is half accepted:
 * the tag halves a refused batch until the bad event stands alone.
 *
 * @param text the body
 * @param received the collector's clock, milliseconds since the epoch
 * @param isBot whether a crawler sent it: its exposures get the reason `bot`, as the tag has it, and no result counts
 * those
 */
export type BatchReader = (text: string, received: number, isBot?: boolean) => BatchVerdict;

/** A reader of batches: what an event holds is worked out once, and not for each of millions. */
export function createBatchReader(): BatchReader {
  const readEvent = createEventReader();
  return (text, received, isBot = false) => {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      // The parser's own sentence quotes the body, which must not travel any further.
      return refuse(400, 'The body is not JSON.');
    }
    if (!isObject(body)) return refuse(400, 'The body must be an object.');
    const { v, sentAt, dropped, events } = body;
    if (v !== 1) return refuse(400, 'v must be 1.');
    if (!isTime(sentAt)) return refuse(400, `sentAt ${TIME}.`);
    if (typeof dropped !== 'number' || !Number.isSafeInteger(dropped) || dropped < 0) {
      return refuse(400, 'dropped must be a whole number from 0.');
    }
    if (!Array.isArray(events)) return refuse(400, 'events must be an array.');
    if (events.length > BATCH_EVENTS) return refuse(413, `events must hold at most ${BATCH_EVENTS}.`);
    // A machine that does not know the year, such as one that starts in 1970, takes the sender's word for the time.
    const arrival = { received: isTime(received) ? received : sentAt, sentAt };
    const accepted: ReceivedEvent[] = [];
    for (let index = 0; index < events.length; index++) {
      const reading = readEvent(events[index]);
      if (!reading.ok) return refuse(400, `events[${index}]${sentenceOf(reading.fault)}.`);
      // The reader has made this object anew, of nothing but the fields of an event.
      const event = Object.assign(reading.event, arrival);
      accepted.push(isBot && event.type === 'exposure' ? { ...event, reason: 'bot' } : event);
    }
    return { ok: true, events: accepted, dropped };
  };
}

const refuse = (status: 400 | 413, error: string): BatchVerdict => ({ ok: false, status, error });

/** Says what a field must be. */
function sentenceOf({ field, kind, range }: EventFault): string {
  const [least, most] = range.split('-');
  const must: { readonly [Kind in FieldKind]: string } = {
    object: 'must be an object',
    text: `must be a string of ${least} to ${most} characters`,
    unicode: 'must hold neither NUL nor half of a surrogate pair',
    path: 'must not hold a query or a hash',
    time: TIME,
    amount: `must be a number between -${LARGEST_VALUE} and ${LARGEST_VALUE}`,
    flag: 'must be true or false',
    segments: `must hold at most ${MOST_SEGMENTS} strings, each of at most ${LONGEST_SEGMENT} characters`,
    word: `must be one of ${range.replaceAll('|', ', ')}`,
  };
  return `${field && `.${field}`} ${must[kind]}`;
}

const TIME = 'must be a time in milliseconds between 2000 and 2100';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
