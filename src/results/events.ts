/** Reads events from the files of a collector: an event to a line, or a batch to a line as a web server logs it. */

import { readBatch } from '../collector/index.js';
import type { Conversion, Exposure, Failure, FxEvent } from '../core/index.js';

/** When it was by the collector's clock, and whose it is. */
interface Base {
  readonly id: string;
  readonly subject: string;
  /** Milliseconds since the epoch: `at + received - sentAt` where the line has these two, else `at`. */
  readonly timeMs: number;
}

/** What a read-out needs of an event. */
export type TimedEvent =
  | (Base & Pick<Exposure, 'type' | 'experiment' | 'variant' | 'phase' | 'reason'>)
  | (Base & Pick<Conversion, 'type' | 'name' | 'value'>)
  | (Base & Pick<Failure, 'type' | 'experiment' | 'variant' | 'code' | 'selector'>);

/** What became of the lines. */
export interface Reading {
  /** Each id once, at the earliest of its times, in the order of first arrival. */
  readonly events: readonly TimedEvent[];
  readonly lines: number;
  /** Events that came again with the same id. */
  readonly repeated: number;
  /** Lines that hold no event. */
  readonly unread: number;
  /** Where the first of those is, as `file:line`. */
  readonly firstUnread: string | null;
}

/**
 * Reads lines as they come.
 *
 * @param files a name, and its lines without their line feeds, some at a time
 * @param isWanted what else there is, is not kept in memory
 */
export async function readEvents(
  files: Iterable<readonly [name: string, lines: AsyncIterable<readonly string[]>]>,
  isWanted: (event: FxEvent) => boolean,
): Promise<Reading> {
  const events = new Map<string, TimedEvent>();
  const once = interner();
  let [all, repeated, unread] = [0, 0, 0];
  let firstUnread: string | null = null;
  const read = (line: string, place: () => string): void => {
    if (line.trim() === '') return;
    all++;
    const found = readLine(line);
    if (!found) {
      unread++;
      firstUnread ??= place();
    }
    for (const { event, timeMs } of found ?? []) {
      if (!isWanted(event)) continue;
      const before = events.get(event.id);
      if (before) repeated++;
      if (!before || before.timeMs > timeMs) events.set(event.id, slim(event, timeMs, once));
    }
  };
  for (const [name, lines] of files) {
    let number = 0;
    for await (const some of lines) {
      for (const line of some) {
        number++;
        read(line, () => `${name}:${number}`);
      }
    }
  }
  return { events: [...events.values()], lines: all, repeated, unread, firstUnread };
}

/** An event as it stands in a line. */
interface Read {
  readonly event: FxEvent;
  readonly timeMs: number;
}

/** The events of a line; null where it holds none. */
function readLine(line: string): readonly Read[] | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null; // counted by the caller, who says where
  }
  if (typeof value !== 'object' || value === null) return null;
  const { received, sentAt, body } = value as Readonly<Record<string, unknown>>;
  if (typeof body === 'string') {
    // nginx has seconds
    const batch = readBatch(body, Number(received) * 1000);
    return batch.ok ? batch.events.map((event) => timed(event, event.received, event.sentAt)) : null;
  }
  return isEvent(value) ? [timed(value, received, sentAt)] : null;
}

const timed = (event: FxEvent, received: unknown, sentAt: unknown): Read => {
  const correction = typeof received === 'number' && typeof sentAt === 'number' ? received - sentAt : 0;
  return { event, timeMs: event.at + correction };
};

/** The fields that a read-out needs, by type; a collector of one's own may have put others beside them. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  exposure: ['id', 'subject', 'experiment', 'variant', 'reason'],
  conversion: ['id', 'subject', 'name'],
  failure: ['id', 'subject', 'experiment', 'variant', 'code'],
};
/** Those that may be missing, or null where a table was in between. */
const MORE = ['phase', 'selector'];

function isEvent(value: object): value is FxEvent {
  const fields = value as Readonly<Record<string, unknown>>;
  const texts = Object.hasOwn(TEXTS, String(fields.type)) ? TEXTS[String(fields.type)] : undefined;
  if (!texts?.every((name) => typeof fields[name] === 'string')) return false;
  if (!MORE.every((name) => typeof (fields[name] ?? '') === 'string')) return false;
  return Number.isFinite(fields.at) && (fields.type !== 'conversion' || Number.isFinite(fields.value));
}

/** What no read-out asks for is let go: of millions of events that is most of the memory. */
function slim(event: FxEvent, timeMs: number, once: (text: string) => string): TimedEvent {
  const { id, type } = event;
  const subject = once(event.subject);
  if (type === 'conversion') return { id, type, timeMs, subject, name: once(event.name), value: event.value };
  const [experiment, variant] = [once(event.experiment), once(event.variant)];
  if (type === 'failure')
    return { id, type, timeMs, subject, experiment, variant, code: event.code, selector: event.selector };
  return { id, type, timeMs, subject, experiment, variant, phase: event.phase, reason: event.reason };
}

/** Gives the same text back for the same letters: what a parser makes is a text of its own each time. */
function interner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    known.set(text, text);
    return text;
  };
}
