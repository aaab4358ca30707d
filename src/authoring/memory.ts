/** Remembers what the last compilations of a folder found in each file by itself. */

import type { DirectoryEntry } from './directory.js';
import type { Edit } from './edits.js';
import type { SourceFile } from './parse.js';
import type { Problem } from './problem.js';

/** A document that was checked. */
export interface CheckedDocument extends DirectoryEntry {
  /** Of its first key, from 1. */
  readonly line: number;
}

/** What came of one file; the same at any time. */
export interface CheckedFile {
  readonly isChecked: true;
  readonly documents: readonly CheckedDocument[];
  readonly problems: readonly Problem[];
  /** The edits that mend some of them. */
  readonly mends: ReadonlyMap<Problem, readonly Edit[]>;
}

/** Of one folder. It holds no more than the last two compilations looked at. */
export interface Memory {
  /** A compilation begins. @param origins other sites that variants may redirect to: with others nothing holds */
  begin(origins: readonly string[]): void;
  recall(file: SourceFile): CheckedFile | undefined;
  keep(file: SourceFile, checked: CheckedFile): void;
  /** Between files that are checked for the first time: lets others have their turn. */
  pause(): Promise<void>;
}

interface Kept {
  readonly text: SourceFile['text'];
  readonly checked: CheckedFile;
  round: number;
}

/**
 * An edit is compiled before it is written, and again once it is: both texts of its file are held until then.
 *
 * @param pause lets others have their turn, where a server has to answer meanwhile. Default: nobody waits
 */
export function createMemory(pause: () => Promise<void> = () => Promise.resolve()): Memory {
  const byPath = new Map<string, Kept[]>();
  let round = 0;
  let allowed = '';
  return {
    pause,
    begin(origins) {
      const key = JSON.stringify(origins);
      if (key !== allowed) byPath.clear();
      allowed = key;
      round += 1;
      for (const [path, all] of byPath) {
        const used = all.filter((one) => one.round >= round - 2);
        if (used.length) byPath.set(path, used);
        else byPath.delete(path);
      }
    },
    recall({ path, text }) {
      const found = byPath.get(path)?.find((one) => isSame(one.text, text));
      if (found) found.round = round;
      return found?.checked;
    },
    keep({ path, text }, checked) {
      byPath.set(path, [...(byPath.get(path) ?? []), { text, checked, round }]);
    },
  };
}

/** Bytes that are no UTF-8 are a problem, which text cannot be: the two are never the same. */
function isSame(a: SourceFile['text'], b: SourceFile['text']): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
