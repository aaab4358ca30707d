/** Reads the files of a collector, and hands each event to an engine. */

import { createEventReader } from '../core/index.js';
import type { Oddity } from '../files/index.js';
import { plural } from '../pages/index.js';
import { type ReadEvent, readLine } from './envelope.js';
import { createLayout } from './layout.js';
import { createPlainReader } from './plain.js';
import type { Laid } from './rowtable.js';
import { LINE_FEED } from './scan.js';

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

/** A file, and its lines, some at a time: whole ones in UTF-8, each with its line feed but for the very last. */
export interface EventFile {
  readonly name: string;
  chunks(onOddity: (oddity: Oddity) => void): AsyncIterable<Buffer>;
}

/** Reads lines as they come. One that is no event is counted, and ends nothing. */
export async function readEvents(files: Iterable<EventFile>, onEvent: (read: ReadEvent) => void): Promise<Reading> {
  let [all, events, unread, dropped] = [0, 0, 0, 0];
  let firstUnread: string | null = null;
  let firstFault: string | null = null;
  const oddities: string[] = [];
  const [reader, plain] = [createEventReader(), createPlainReader()];
  let bots = 0;
  const take = (one: ReadEvent): void => {
    events++;
    if (one.event.type === 'exposure' && one.event.reason === 'bot') bots++;
    onEvent(one);
  };
  const read = (text: string, line: number, name: string): void => {
    all++;
    const found = readLine(text, reader);
    dropped += found.dropped;
    unread += found.refused;
    if (found.refused && firstUnread === null) {
      firstUnread = `${name}:${line}`;
      firstFault = found.fault;
    }
    for (const one of found.events) take(one);
  };
  const readAll = (laid: readonly Laid[] | null, name: string): void => {
    for (const { text, line } of laid ?? []) read(text, line, name);
  };
  for (const { name, chunks } of files) {
    const layout = createLayout();
    let number = 0;
    let isCut = false;
    const note = (oddity: Oddity): void => {
      isCut ||= oddity.is !== 'long';
      oddities.push(oddityIn(oddity, name, number + 1));
    };
    for await (const bytes of chunks(note))
      for (let at = 0; at < bytes.length; at++) {
        number++;
        const one = layout.isOpen() ? null : plain.read(bytes, at);
        const end = one ? plain.end : endOfLine(bytes, at);
        if (one) {
          layout.pass();
          all++;
          dropped += one.dropped;
          take(one);
        } else if (isCut && isTorn(bytes, at, end)) break;
        else readAll(layout.add(bytes.toString('utf8', at, end), number), name);
        at = end;
      }
    readAll(layout.end(), name);
  }
  if (bots) oddities.push(`${plural(bots, 'exposure')} of crawlers, which no result counts.`);
  return { lines: all, events, unread, firstUnread, firstFault, dropped, oddities };
}

/** Whether it is the beginning of a line whose rest went with the end of its file: that the end is missing is said. */
const isTorn = (bytes: Buffer, at: number, end: number): boolean =>
  end === bytes.length && bytes[end - 1] !== LINE_FEED && !isWhole(bytes.toString('utf8', at, end));

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function endOfLine(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(LINE_FEED, start);
  return end < 0 ? bytes.length : end;
}

function oddityIn(oddity: Oddity, name: string, line: number): string {
  if (oddity.is === 'cut')
    return `${name} is incomplete: its compressed data ends too early. The whole lines before that were read; copy the file again to get the rest.`;
  if (oddity.is === 'damaged')
    return `${name} is damaged, or goes on with something that gzip did not write: what stands before was read.`;
  return `${name}:${line} is one line of ${Math.round(oddity.length / 1e5) / 10} million characters: put each event on a line of its own (jq -c '.[]' makes that of a list).`;
}
