/** Reads events one question at a time, and remembers what came of each. */

import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gatherFiles, Refusal } from '../../files/index.js';
import { type Done, refused, succeeded } from '../fault.js';
import { createTurns } from '../turns.js';
import type { Readout, ReadoutEngine, ReadoutProgress, ReadoutQuestion } from './asked.js';
import { askChild } from './process.js';

/** A read-out, and since when it is so. */
export interface TimedReadout extends Readout {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is asked. */
export type ReadoutRequest = Pick<
  ReadoutQuestion,
  'experiment' | 'phase' | 'by' | 'isSequential' | 'isAdjusted' | 'isWatched' | 'instead'
>;

/** Whoever may go before the read-out is there. */
export interface Onlooker {
  /** Aborted once they do not wait any more. What nobody waits for is ended. */
  readonly signal: AbortSignal;
  /** Whether a read-out of the same question that is under way is new enough. */
  readonly mayShare: boolean;
  /** Hears how far it is; null while others are counted first. */
  readonly onProgress?: (progress: ReadoutProgress | null) => void;
}

/** Read-outs of one folder. */
export interface Readouts {
  /**
   * As the events and files are now; a read-out of the same is given again.
   *
   * @param onlooker left out: they stay until it is there
   */
  read(request?: ReadoutRequest, onlooker?: Onlooker): Promise<Done<TimedReadout>>;
  /** The last one of everything, however old; null where there was none. */
  last(): TimedReadout | null;
  /** Ends a reading that is under way: nobody waits for it any more. */
  stop(): void;
}

/** What read-outs are made of. */
export interface ReadoutsParts {
  readonly directory: string;
  readonly events: readonly string[];
  /** Files and folders of events besides, as somebody named them. */
  readonly named?: readonly string[] | undefined;
  readonly engine?: ReadoutEngine | undefined;
  readonly target: () => Promise<string | null>;
  /** Changes with every change of the folder. */
  readonly key: () => Promise<string>;
  readonly now: () => number;
  /** The child's file. Default: the one beside this. */
  readonly script?: string | undefined;
}

const MOST_REMEMBERED = 20;

/** A read-out that is under way, or waits for its turn. */
interface Flight {
  readonly landed: Promise<Done<TimedReadout>>;
  readonly ending: AbortController;
  readonly hears: Set<(progress: ReadoutProgress) => void>;
  /** Null before its turn. */
  progress: ReadoutProgress | null;
  /** How many wait for it; whoever cannot leave counts for ever. */
  waiting: number;
}

const TOO_MANY = 'Too many figures are asked for at once: ask again in a minute';
/** So many others may wait for their turn: whoever may only look must not keep all others waiting. */
const MOST_WAITING = 20;

/** One child at a time, and one for the guard, which waits for nobody. */
export function createReadouts(parts: ReadoutsParts): Readouts {
  const script = parts.script ?? fileURLToPath(new URL('main.js', import.meta.url));
  const [turns, turnsOfGuard] = [createTurns(), createTurns()];
  let waiting = 0;
  const known = new Map<string, TimedReadout>();
  const flights = new Map<string, Flight>();
  let last: TimedReadout | null = null;
  const ending = new AbortController();
  const count = async (question: ReadoutQuestion, flight: Flight, isOfGuard: boolean): Promise<Done<TimedReadout>> => {
    if (flight.ending.signal.aborted)
      return refused('RESULTS_UNAVAILABLE', { message: 'Nobody waits for these figures' });
    const key = JSON.stringify([question, await parts.key(), await freshness(parts, isOfGuard)]);
    const remembered = known.get(key);
    if (remembered) return succeeded(remembered);
    const onProgress = (progress: ReadoutProgress): void => {
      flight.progress = progress;
      for (const hear of flight.hears) hear(progress);
    };
    onProgress({ read: 0, of: 0 });
    const signal = AbortSignal.any([ending.signal, flight.ending.signal]);
    const answer = await askChild(script, question, signal, onProgress);
    if (!answer.ok) return refused('RESULTS_UNAVAILABLE', { message: answer.message });
    const readout = { ...answer.readout, at: parts.now() };
    known.set(key, readout);
    for (const old of [...known.keys()].slice(0, -MOST_REMEMBERED)) known.delete(old);
    if (question.experiment === undefined && !question.by && question.phase === undefined) last = readout;
    return succeeded(readout);
  };
  const begin = (name: string, question: ReadoutQuestion, isOfGuard: boolean): Flight => {
    if (!isOfGuard) waiting++;
    const flight: Flight = {
      landed: (isOfGuard ? turnsOfGuard : turns)(() => count(question, flight, isOfGuard)).finally(() => {
        if (!isOfGuard) waiting--;
        if (flights.get(name) === flight) flights.delete(name);
      }),
      ...{ ending: new AbortController(), hears: new Set(), progress: null, waiting: 0 },
    };
    flights.set(name, flight);
    return flight;
  };
  return {
    stop: () => ending.abort(),
    last: () => last,
    async read(request = {}, onlooker) {
      const { directory, events, named, engine } = parts;
      const question = { directory, events, named, engine, target: await parts.target(), ...request };
      const name = JSON.stringify(question);
      const isOfGuard = !onlooker && request.isWatched === true;
      const shared = onlooker?.mayShare ? flights.get(name) : undefined;
      if (!shared && !isOfGuard && waiting > MOST_WAITING) return refused('TOO_MANY_REQUESTS', { message: TOO_MANY });
      const flight = shared ?? begin(name, question, isOfGuard);
      if (!onlooker) flight.waiting = Number.POSITIVE_INFINITY;
      else
        watch(flight, onlooker, () => {
          // Whoever asks from now on begins anew.
          if (flights.get(name) === flight) flights.delete(name);
        });
      return flight.landed;
    },
  };
}

function watch(flight: Flight, { signal, onProgress }: Onlooker, onEnd: () => void): void {
  flight.waiting++;
  if (onProgress) {
    flight.hears.add(onProgress);
    onProgress(flight.progress);
  }
  const leave = (): void => {
    if (onProgress) flight.hears.delete(onProgress);
    if (--flight.waiting > 0) return;
    onEnd();
    flight.ending.abort();
  };
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
}

/**
 * A database does not say when it changed: it is asked once a minute, and by the guard at each look, which would else
 * stop what does harm a whole look later.
 */
const freshness = async ({ engine, events, named = [], now }: ReadoutsParts, isOfGuard: boolean): Promise<unknown> => {
  if (engine?.is === 'clickhouse') return isOfGuard ? ['guard', now()] : Math.floor(now() / 60_000);
  return sizesOf([...events, ...(await filesIn(named))]);
};

/** Of a folder that others fill, how it lies in its own folders is no sign of change: each file is. */
async function filesIn(places: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    places.map((place) =>
      gatherFiles([place]).catch((error: unknown) => {
        if (error instanceof Refusal) return [place]; // the read-out says what is wrong with it
        throw error;
      }),
    ),
  );
  return found.flat();
}

const sizesOf = (paths: readonly string[]): Promise<string[]> =>
  Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
        () => 'none',
      ),
    ),
  );
