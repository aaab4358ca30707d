/** Ships what is stored to a sink, at its own pace: at least once, in order, one batch in memory. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Segment } from '../../collector/index.js';
import { Refusal, shown } from '../../files/index.js';
import type { Cursor } from './cursor.js';
import type { DeadLetters } from './deadletters.js';
import { openSegment } from './segments.js';
import type { Sink, SinkDelivery, SinkHealth } from './sink.js';

/** What shipping works with. */
export interface ShipperParts {
  readonly sink: Sink;
  readonly cursor: Cursor;
  readonly deadLetters: DeadLetters;
  /** All files of events, the oldest first. */
  readonly segments: () => Promise<readonly Segment[]>;
  readonly durable: () => { readonly ino: number; readonly bytes: number };
  /** How long nothing is looked for, milliseconds. Default a second. */
  readonly pauseMs?: number | undefined;
  /** The first pause after a failure; each further one is twice as long. Default a second. */
  readonly retryMs?: number | undefined;
  readonly say: (sentence: string) => void;
}

/** Shipping to one sink. */
export interface Shipper {
  health(): SinkHealth;
  /** Whether all of a file was shipped, so that it may be deleted. */
  hasShipped(segment: Segment): Promise<boolean>;
  stop(): Promise<void>;
}

const LONGEST_PAUSE_MS = 5 * 60_000;
const GRACE_MS = 2000;

/** Begins where it was last. Nothing that goes wrong with a sink ever reaches the collector. */
export function startShipper(parts: ShipperParts): Shipper {
  const { sink, cursor, deadLetters, segments, durable, pauseMs = 1000, say } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const told = createSinkNews(sink.name, say);
  let shipped = 0;
  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal }).catch(() => undefined);
  // What is on its way when the server ends gets some time, so that it need not come again.
  const cutting = new AbortController();
  const trying: Trying = { signal, cut: cutting.signal, pause, told };
  // Days that are shipped whole, by path: unpacking all of them at every look would be for nothing.
  let finished: ReadonlyMap<string, string> = new Map();
  const look = async (): Promise<void> => {
    const seen = new Set<string>();
    const whole = new Map<string, string>();
    for (const segment of await segments()) {
      const known = finished.get(segment.path);
      if (known !== undefined) {
        seen.add(known);
        whole.set(segment.path, known);
        continue;
      }
      const opened = await openSegment(segment, durable);
      if (!opened) continue;
      try {
        seen.add(opened.id);
        const from = cursor.at(opened.id);
        if (from !== 'done') {
          for await (const { lines, end } of opened.batches(from)) {
            const count = await deliverAll(parts, lines, trying);
            if (count === null) return;
            shipped += count;
            cursor.advance(opened.id, end);
            if (signal.aborted) return;
          }
          if (segment.day !== null) cursor.advance(opened.id, 'done');
        }
        if (segment.day !== null) whole.set(segment.path, opened.id);
      } finally {
        await opened.close();
      }
    }
    cursor.keepOnly(seen);
    finished = whole;
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      // A disk that refuses the cursor, or a file that cannot be read: nothing is lost, and it is tried again.
      await look().then(
        () => told.isWell(),
        (error: unknown) => told.isIll(error instanceof Refusal ? error.message : String(error)),
      );
      await pause(pauseMs);
    }
  };
  const running = run();
  return {
    health: () => ({ name: sink.name, shipped, deadLetters: deadLetters.count(), problem: told.problem() }),
    async hasShipped(segment) {
      const opened = await openSegment(segment, durable);
      await opened?.close();
      return opened === null || cursor.at(opened.id) === 'done';
    },
    async stop() {
      ending.abort();
      const timer = setTimeout(() => cutting.abort(), GRACE_MS);
      await running;
      clearTimeout(timer);
      await sink.close();
    },
  };
}

/** What is said of a sink. */
export interface SinkNews {
  isWell(): void;
  isIll(reason: string): void;
  problem(): string | null;
}

/** Says once that a sink is ill and once that it is well again. */
export function createSinkNews(name: string, say: (sentence: string) => void): SinkNews {
  let problem: string | null = null;
  return {
    problem: () => problem,
    isWell() {
      if (problem !== null) say(`${name} takes events again.`);
      problem = null;
    },
    isIll(reason) {
      const said = sentenceOf(reason);
      if (problem === null) say(`${name} takes no events: ${said} They wait in their files, and are tried again.`);
      problem = said;
    },
  };
}

/** What a server answers may end without a full stop, and something follows it. */
const sentenceOf = (reason: string): string => (/[.!?…]$/.test(reason) ? reason : `${reason}.`);

interface Trying {
  readonly signal: AbortSignal;
  /** Ends what is on its way, too. */
  readonly cut: AbortSignal;
  readonly pause: (ms: number) => Promise<void>;
  readonly told: SinkNews;
}

/** Until all of them are stored or set aside. @returns how many are stored; null where the end came first */
async function deliverAll(parts: ShipperParts, lines: readonly string[], trying: Trying): Promise<number | null> {
  const { retryMs = 1000 } = parts;
  for (let failures = 0; !trying.signal.aborted; failures++) {
    const came = await deliverOnce(parts, lines, trying.cut);
    if (came.is === 'stored') {
      trying.told.isWell();
      return came.count;
    }
    if (trying.signal.aborted) break;
    trying.told.isIll(came.reason);
    const pauseMs = came.afterMs ?? Math.min(LONGEST_PAUSE_MS, retryMs * 2 ** Math.min(failures, 20));
    // Servers that come back would else be met by everybody at once.
    await trying.pause(Math.min(LONGEST_PAUSE_MS, pauseMs) * (0.75 + Math.random() / 2));
  }
  return null;
}

type Came = { readonly is: 'stored'; readonly count: number } | Extract<SinkDelivery, { is: 'unavailable' }>;

/** Halves what is refused, down to the events that are: those are set aside, whoever sent them, and stop no other. */
async function deliverOnce(
  { sink, deadLetters, say }: ShipperParts,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<Came> {
  const bad: { readonly line: string; readonly reason: string }[] = [];
  const rest: (readonly string[])[] = [lines];
  let count = 0;
  for (let part = rest.pop(); part && !signal.aborted; part = rest.pop()) {
    const came = await sink.deliver(part, signal);
    if (came.is === 'unavailable') return came;
    if (came.is === 'stored') count += part.length;
    else if (part.length > 1) {
      const half = part.length >> 1;
      rest.push(part.slice(half), part.slice(0, half));
    } else bad.push({ line: part[0] ?? '', reason: came.reason });
  }
  if (signal.aborted) return { is: 'unavailable', reason: 'the server ends.' };
  if (bad.length) {
    deadLetters.add(bad);
    say(
      `${sink.name} refused ${bad.length} of ${lines.length} events for good: ${sentenceOf(bad[0]?.reason ?? '')} They are in ${shown(deadLetters.file)}.`,
    );
  }
  return { is: 'stored', count };
}
