/**
 * Keeps the record of every change: who, what, before, after. It is written before the change is made, so that none
 * can be missing.
 */

import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotWrite, makeDirectory, readText } from '../files/index.js';

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
  /** Revisions of the file, or of the target. */
  readonly before?: string | null;
  readonly after?: string | null;
  /** Why, where somebody said so. */
  readonly reason?: string;
  /** What became of it: `open` while it is being done, and for ever where the process ended in between. */
  readonly state: 'open' | 'done' | 'failed';
  /** The lines that changed, for a history that people read. */
  readonly diff?: string;
  readonly commit?: string;
  /** What should be known besides, a sentence each: that git has no commit of it, or that it was not sent. */
  readonly notes?: readonly string[];
}

/** What is known of a deed before it is done. */
export type Intent = Omit<Deed, 'id' | 'at' | 'state' | 'commit' | 'notes'>;

interface DeedFacts {
  readonly commit?: string | undefined;
  readonly notes?: readonly string[];
}

/** The record. */
export interface DeedRecord {
  /** Writes down what is about to be done, and is on disk when it returns. */
  begin(intent: Intent): Deed;
  /** Writes down what became of it. */
  end(deed: Deed, state: 'done' | 'failed', facts?: DeedFacts): void;
  /** The last deeds, the newest first. */
  read(filter?: { readonly experiment?: string; readonly limit?: number }): Promise<Deed[]>;
}

const MOST = 200;

/**
 * The record in a file of lines, each a JSON object; a later line of the same id replaces the earlier one.
 *
 * @throws Refusal, at a write, where it cannot be written: then nothing is changed either
 */
export function openRecord(file: string, now: () => number = Date.now): DeedRecord {
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
    end(deed, state, { commit, notes = [] } = {}) {
      append(file, { ...deed, state, ...(commit !== undefined && { commit }), ...(notes.length > 0 && { notes }) });
    },
    async read({ experiment, limit = MOST } = {}) {
      const deeds = parseDeeds((await readText(file)) ?? '');
      const wanted = deeds.filter((deed) => experiment === undefined || deed.experiment === experiment);
      return wanted.reverse().slice(0, limit);
    },
  };
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

function parseDeeds(text: string): Deed[] {
  const deeds = new Map<string, Deed>();
  for (const line of text.split('\n')) {
    const deed = line === '' ? null : parseDeed(line);
    if (deed) deeds.set(deed.id, deed);
  }
  return [...deeds.values()];
}

function parseDeed(line: string): Deed | null {
  try {
    const value = JSON.parse(line) as Partial<Deed> | null;
    return typeof value?.id === 'string' && typeof value.what === 'string' ? (value as Deed) : null;
  } catch {
    return null; // its process ended while writing it
  }
}
