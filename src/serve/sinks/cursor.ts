/**
 * Remembers how far each file of events was shipped to a sink, over restarts and whatever the files are called by now.
 */

import { dirname } from 'node:path';
import { makeDirectory, Refusal, readText, shown, writeAtomic } from '../../files/index.js';

/** How far it is: bytes of lines, unpacked; `done` for a day that is over and shipped whole. */
export type Progress = number | 'done';

/** Progress by file. A file is known by its first line, since it is renamed and packed. */
export interface Cursor {
  at(id: string): Progress;
  /** On disk when it returns. */
  advance(id: string, to: Progress): void;
  /** Forgets files that are gone. */
  keepOnly(ids: ReadonlySet<string>): void;
}

/** @throws Refusal where the file is not one: begun anew, everything would be shipped again */
export async function openCursor(file: string): Promise<Cursor> {
  const all = readCursor((await readText(file)) ?? '{}', file);
  const write = (): void => {
    makeDirectory(dirname(file));
    writeAtomic(file, `${JSON.stringify(Object.fromEntries(all))}\n`);
  };
  return {
    at: (id) => all.get(id) ?? 0,
    advance(id, to) {
      all.set(id, to);
      write();
    },
    keepOnly(ids) {
      const gone = [...all.keys()].filter((id) => !ids.has(id));
      for (const id of gone) all.delete(id);
      if (gone.length) write();
    },
  };
}

function readCursor(text: string, file: string): Map<string, Progress> {
  try {
    const value = JSON.parse(text) as unknown;
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['', null] as const];
    if (entries.every((entry): entry is [string, Progress] => entry[1] === 'done' || Number.isSafeInteger(entry[1])))
      return new Map(entries);
  } catch {
    // The sentence below says it.
  }
  throw new Refusal(
    `${shown(file)} does not say how far events were shipped: put it back, or delete it to ship all events again.`,
    'cursor',
  );
}
