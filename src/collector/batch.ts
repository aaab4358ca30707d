/** Checks a posted batch of events field by field and keeps only the fields it knows. */

import type { FxEvent } from '../core/index.js';

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

/** The most events that one batch may hold. */
export const MAX_EVENTS = 200;

/**
 * Reads the body of one POST. One bad event refuses the whole batch, so that nothing is half accepted: the tag
 * halves a refused batch until the bad event stands alone.
 *
 * @param text the body
 * @param received the collector's clock, milliseconds since the epoch
 */
export function readBatch(text: string, received: number): BatchVerdict {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own sentence quotes the body, which must not travel any further.
    return refuse(400, 'The body is not JSON.');
  }
  if (!isObject(body)) return refuse(400, 'The body must be an object.');
  const { v, sentAt, dropped, events } = own(body, ['v', 'sentAt', 'dropped', 'events']);
  if (v !== 1) return refuse(400, 'v must be 1.');
  const clock = time(sentAt);
  if (clock) return refuse(400, `sentAt ${clock}.`);
  if (typeof dropped !== 'number' || !Number.isSafeInteger(dropped) || dropped < 0) {
    return refuse(400, 'dropped must be a whole number from 0.');
  }
  if (!Array.isArray(events)) return refuse(400, 'events must be an array.');
  if (events.length > MAX_EVENTS) return refuse(413, `events must hold at most ${MAX_EVENTS}.`);
  const accepted: ReceivedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const problem = readEvent(event, accepted, { received, sentAt: Number(sentAt) });
    if (problem) return refuse(400, `events[${index}]${problem}.`);
  }
  return { ok: true, events: accepted, dropped };
}

const refuse = (status: 400 | 413, error: string): BatchVerdict => ({ ok: false, status, error });

/** Says what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined;

const text =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max
      ? undefined
      : `must be a string of ${min} to ${max} characters`;

const time: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : 'must be a time in milliseconds';

const amount: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'must be a finite number';

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value) ? undefined : `must be one of ${words.join(', ')}`;

/** A query or a hash can hold names, addresses and secrets: the tag cuts them, and here they are not let in. */
const path: Check = (value) =>
  text(0, 2048)(value) ?? (/[?#]/.test(String(value)) ? 'must not hold a query or a hash' : undefined);

interface Field {
  readonly check: Check;
  readonly optional?: true;
}

type Fields = Readonly<Record<string, Field>>;

const BASE: Fields = {
  id: { check: text(1, 64) },
  type: { check: oneOf('exposure', 'conversion', 'failure') },
  at: { check: time },
  subject: { check: text(1, 256) },
  visitor: { check: text(1, 256), optional: true },
  revision: { check: text(0, 128) },
  path: { check: path },
};

const FIELDS: Readonly<Record<FxEvent['type'], Fields>> = {
  exposure: {
    ...BASE,
    experiment: { check: text(1, 64) },
    variant: { check: text(1, 64) },
    phase: { check: text(0, 64), optional: true },
    reason: { check: text(1, 64) },
  },
  conversion: {
    ...BASE,
    name: { check: text(1, 256) },
    value: { check: amount },
    key: { check: text(0, 256), optional: true },
  },
  failure: {
    ...BASE,
    experiment: { check: text(1, 64) },
    variant: { check: text(0, 64) },
    code: { check: oneOf('error', 'timeout', 'conflict') },
    selector: { check: text(0, 4096), optional: true },
    message: { check: text(0, 4096) },
    stack: { check: text(0, 4096) },
  },
};

function readEvent(
  event: unknown,
  accepted: ReceivedEvent[],
  clocks: { readonly received: number; readonly sentAt: number },
): string | undefined {
  if (!isObject(event)) return ' must be an object';
  const type = own(event, ['type']).type;
  if (type !== 'exposure' && type !== 'conversion' && type !== 'failure') {
    return '.type must be one of exposure, conversion, failure';
  }
  const fields = FIELDS[type];
  const kept = own(event, Object.keys(fields));
  for (const [name, { check, optional }] of Object.entries(fields)) {
    if (optional && kept[name] === undefined) continue;
    const problem = check(kept[name]);
    if (problem) return `.${name} ${problem}`;
  }
  accepted.push({ ...(kept as unknown as FxEvent), ...clocks });
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own properties by name only: an inherited or unlisted key never travels on. */
function own(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(from, name)) kept[name] = from[name];
  return kept;
}
