/**
 * Keeps the record of every change: who, what, before, after. It is written before the change is made, so that none
 * can be missing.
 */

import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotWrite, makeDirectory, Refusal } from '../files/index.js';
import { parseDeedLine } from './deedline.js';
import { type DeedIndex, type DeedPlace, linesAt, openDeedIndex, searchDeeds } from './deeds.js';
import type { Done } from './fault.js';

/** What was done, or was about to be. */
export interface Deed {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** Who did it, as people see them. */
  readonly who: string;
  /** `experiment.start`, `publish`, `guard` … */
  readonly what: string;
  /** Of the experiment, where it is about one. */
  readonly experiment?: string;
  readonly file?: string;
  /**
   * Revisions of the file or of the target, `on` and `off` of a target that is switched, roles of people and tokens,
   * addresses of the site. Null: there was none, or is none any more.
   */
  readonly before?: string | null;
  readonly after?: string | null;
  /** The target, where it is about one. */
  readonly target?: string;
  /** Of a publication that is under way: the release that its target is to hold. Absent before anything is written. */
  readonly release?: string;
  /** Why, where somebody said so. */
  readonly reason?: string;
  /** What became of it: `open` while it is being done, and for ever where the process ended in between. */
  readonly state: 'open' | 'done' | 'failed';
  /** The lines that changed, for a history that people read. */
  readonly diff?: string;
  readonly commit?: string;
  /** The branch of git that alone holds it. */
  readonly branch?: string;
  /** What should be known besides, a sentence each: that git has no commit of it, or that it was not sent. */
  readonly notes?: readonly string[];
}

/** What is known of a deed before it is done. */
export type Intent = Omit<Deed, 'id' | 'at' | 'state' | 'release' | 'commit' | 'notes'>;

/** What a publication is about to make. */
export type PublicationAim = Required<Pick<Deed, 'after' | 'release'>>;

/** What is known of a deed once it is done. */
export interface DeedFacts {
  readonly after?: string | null | undefined;
  readonly commit?: string | undefined;
  readonly notes?: readonly string[];
}

/** The record. */
export interface DeedRecord {
  /** Writes down what is about to be done, and is on disk when it returns. */
  begin(intent: Intent): Deed;
  /** Writes down what it is about to make, so that it is recognised where nothing else is written any more. */
  aim(deed: Deed, aim: PublicationAim): void;
  /** Writes down what became of it. */
  end(deed: Deed, state: 'done' | 'failed', facts?: DeedFacts): void;
  /** The last deeds, the newest first. */
  read(filter?: DeedFilter): Promise<Deed[]>;
  /** By experiment, when what was done with it. */
  moments(): Promise<DeedIndex['moments']>;
}

/** Which deeds. */
export interface DeedFilter {
  readonly experiment?: string;
  /** Default 200. */
  readonly limit?: number;
  /** The id of a deed: only what was begun before it. */
  readonly before?: string | undefined;
}

const MOST = 200;
const MOST_TRIES = 3;

/**
 * The record in a file of lines, each a JSON object; a later line of the same id replaces the earlier one.
 *
 * @throws Refusal, at a write, where it cannot be written: then nothing is changed either
 */
export function openRecord(file: string, now: () => number = Date.now, mostPlaces?: number): DeedRecord {
  const index = openDeedIndex(file, mostPlaces);
  return {
    begin(intent) {
      const deed: Deed = {
        id: randomBytes(8).toString('hex'),
        at: new Date(now()).toISOString(),
        ...intent,
        state: 'open',
      };
      append(file, deed);
      return deed;
    },
    aim: (deed, aim) => append(file, { ...deed, ...aim }),
    end(deed, state, { after, commit, notes = [] } = {}) {
      append(file, {
        ...{ ...deed, state, ...(after !== undefined && { after }), ...(commit !== undefined && { commit }) },
        ...(notes.length > 0 && { notes }),
      });
    },
    async read(filter) {
      for (let tries = 1; ; tries++) {
        const places = await placesOf(file, await index(), filter);
        const deeds = (await linesAt(file, places)).map((line, at) => deedIn(line, places[at]));
        // Where somebody put another file in its place meanwhile, it is looked at once more.
        if (deeds.every((deed) => deed !== null) || tries >= MOST_TRIES)
          return deeds.filter((deed) => deed !== null).reverse();
      }
    },
    moments: async () => (await index()).moments,
  };
}

/**
 * Does what stands in the record before; where that cannot be written, nothing is done.
 *
 * @param mayGoOn whether it is done all the same, as switching off has to work on a disk that refuses
 * @param factsOf what is known of it once it is done
 */
export async function doRecorded<Value>(
  record: DeedRecord,
  intent: Intent,
  work: (aim: (aim: PublicationAim) => void) => Promise<Done<Value>>,
  { mayGoOn = false, factsOf }: { readonly mayGoOn?: boolean; readonly factsOf?: (value: Value) => DeedFacts } = {},
): Promise<Done<Value>> {
  const deed = orNull(() => record.begin(intent), mayGoOn);
  // What was done is done, though its end cannot be written: the record shows it as under way.
  const end = (state: 'done' | 'failed', facts?: DeedFacts): void =>
    void orNull(() => deed && record.end(deed, state, facts), true);
  try {
    const done = await work((aim) => void (deed && record.aim(deed, aim)));
    if (done.ok) end('done', factsOf?.(done.value));
    else end('failed');
    return done;
  } catch (error) {
    end('failed');
    throw error;
  }
}

function orNull<Value>(write: () => Value, mayGoOn: boolean): Value | null {
  try {
    return write();
  } catch (error) {
    if (mayGoOn && error instanceof Refusal) return null;
    throw error;
  }
}

function append(file: string, deed: Deed): void {
  makeDirectory(dirname(file));
  try {
    const handle = openSync(file, 'a');
    try {
      // A line that a killed process left unfinished must not swallow this one: an empty line between does no harm.
      writeSync(handle, `\n${JSON.stringify(deed)}\n`);
      fdatasyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The oldest first. */
async function placesOf(
  file: string,
  { places, isWhole }: DeedIndex,
  { experiment, limit = MOST, before }: DeedFilter = {},
): Promise<readonly DeedPlace[]> {
  const isWanted = (one: { readonly experiment?: string | undefined }): boolean =>
    experiment === undefined || one.experiment === experiment;
  const wanted = [...places.values()].filter((one) => isWanted(one) || one.id === before);
  const end = before === undefined ? wanted.length : wanted.findIndex(({ id }) => id === before);
  const found = end < 0 ? [] : wanted.slice(Math.max(0, end - limit), end);
  return isWhole || found.length === limit ? found : searchDeeds(file, isWanted, before, limit);
}

function deedIn(line: string | null, place: DeedPlace | undefined): Deed | null {
  const deed = line === null ? null : parseDeedLine(line);
  return deed?.id === place?.id ? (deed as Deed | null) : null;
}
