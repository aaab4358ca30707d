/** Reads events one question at a time, and remembers what came of each. */

import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gatherFiles, Refusal } from '../../files/index.js';
import { type Done, refused, succeeded } from '../fault.js';
import { createTurns } from '../turns.js';
import type { Readout, ReadoutEngine, ReadoutQuestion } from './asked.js';
import { askChild } from './process.js';

/** A read-out, and since when it is so. */
export interface TimedReadout extends Readout {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Read-outs of one folder. */
export interface Readouts {
  /** As the events and files are now; a read-out of the same is given again. */
  read(
    options?: Pick<ReadoutQuestion, 'experiment' | 'by' | 'isSequential' | 'isAdjusted' | 'isWatched'>,
  ): Promise<Done<TimedReadout>>;
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

/** One child at a time. */
export function createReadouts(parts: ReadoutsParts): Readouts {
  const script = parts.script ?? fileURLToPath(new URL('main.js', import.meta.url));
  const turns = createTurns();
  const known = new Map<string, TimedReadout>();
  let last: TimedReadout | null = null;
  const ending = new AbortController();
  return {
    stop: () => ending.abort(),
    last: () => last,
    async read(options = {}) {
      const question: ReadoutQuestion = {
        directory: parts.directory,
        events: parts.events,
        named: parts.named,
        engine: parts.engine,
        target: await parts.target(),
        ...options,
      };
      return turns(async () => {
        const key = JSON.stringify([question, await parts.key(), await freshness(parts)]);
        const remembered = known.get(key);
        if (remembered) return succeeded(remembered);
        const answer = await askChild(script, question, ending.signal);
        if (!answer.ok) return refused('UNEXPECTED', { message: answer.message });
        const readout = { ...answer.readout, at: parts.now() };
        known.set(key, readout);
        for (const old of [...known.keys()].slice(0, -MOST_REMEMBERED)) known.delete(old);
        if (options.experiment === undefined && !options.by) last = readout;
        return succeeded(readout);
      });
    },
  };
}

/** A database does not say when it changed: it is asked once a minute. */
const freshness = async ({ engine, events, named = [], now }: ReadoutsParts): Promise<unknown> =>
  engine?.is === 'clickhouse' ? Math.floor(now() / 60_000) : sizesOf([...events, ...(await filesIn(named))]);

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
