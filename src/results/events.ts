/** Reads the files of a collector, and hands each event to an engine. */

import { createEventReader } from '../core/index.js';
import type { Oddity } from '../files/index.js';
import { type LineReading, type ReadEvent, readLine } from './envelope.js';
import { createLayout } from './layout.js';
import type { Laid } from './rowtable.js';

/** What became of the lines. */
export interface Reading {
  readonly lines: number;
  /** Events that were handed on. */
  readonly events: number;
  /** Lines without an event, and events of a batch that are none. */
  readonly unread: number;
  /** Where the first of those is, as `file:line`. */
  readonly firstUnread: string | null;
  /** Why that is no event. */
  readonly firstFault: string | null;
  /** How many events browsers say that they had to give up. */
  readonly dropped: number;
  /** What is odd about files, as sentences. */
  readonly oddities: readonly string[];
}

/** A file, and its lines without their line feeds, some at a time. */
export interface EventFile {
  readonly name: string;
  lines(onOddity: (oddity: Oddity) => void): AsyncIterable<readonly string[]>;
}

/** Reads lines as they come. One that is no event is counted, and ends nothing. */
export async function readEvents(files: Iterable<EventFile>, onEvent: (read: ReadEvent) => void): Promise<Reading> {
  let [all, events, unread, dropped] = [0, 0, 0, 0];
  let first: { readonly place: string; readonly fault: string | null } | null = null;
  const oddities: string[] = [];
  const reader = createEventReader();
  const read = (text: string, line: number, name: string): void => {
    all++;
    const found = readLine(text, reader);
    events += found.events.length;
    dropped += found.dropped;
    unread += found.refused;
    if (found.refused) first ??= { place: `${name}:${line}`, fault: found.fault };
    for (const one of found.events) onEvent(one);
  };
  const readAll = (laid: readonly Laid[] | null, name: string): void => {
    for (const { text, line } of laid ?? []) read(text, line, name);
  };
  for (const { name, lines } of files) {
    const layout = createLayout();
    let number = 0;
    for await (const some of lines((oddity) => oddities.push(oddityIn(name, oddity))))
      for (const line of some) {
        number++;
        if (layout.isPlain(line)) read(line, number, name);
        else readAll(layout.add(line, number), name);
      }
    readAll(layout.end(), name);
  }
  const { place = null, fault = null } = (first ?? {}) as { place?: string; fault?: string | null };
  return { lines: all, events, unread, firstUnread: place, firstFault: fault, dropped, oddities };
}

const oddityIn = (name: string, oddity: Oddity): string =>
  oddity.is === 'cut'
    ? `${name} is cut off: what is there was read.`
    : `${name}:${oddity.line} is one line of ${Math.round(oddity.length / 1e5) / 10} million characters: put each event on a line of its own (jq -c '.[]' makes that of a list).`;

export type { LineReading, ReadEvent };
