/** Brings together what each browser sent, then what each subject did, a bucket at a time. */

import { placeBrowser } from './browsers.js';
import { BUCKETS, type Buckets, createBuckets } from './buckets.js';
import { eachBrowser } from './chains.js';
import { type Crowd, createCrowd } from './crowd.js';
import type { Marks } from './marks.js';
import { type Row, writeRow } from './rows.js';

/** How much is held at once; what is usual where nothing is said. */
export interface Limits {
  /** Bytes of rows that are kept in memory before the disk is used. */
  readonly inMemory?: number | undefined;
  /** Rows that one id may have. */
  readonly rows?: number | undefined;
}

/** What was noticed. */
export interface Passed {
  /** Events that came again with the same id. */
  readonly repeated: number;
  /** Ids that have too many events, which are left out, and how many. */
  readonly crowded: ReadonlyMap<string, number>;
}

/** Rows by browser, and which of them may have to do with those of another. */
interface Sorted {
  readonly browsers: Buckets;
  readonly crowd: Crowd;
  readonly hosted: Marks | null;
}

/**
 * Calls back with all rows of each subject, in an order that depends on the rows alone, and says how many events came
 * again. Rows that may have to do with another browser are first sorted by subject; all others, which are most, are
 * read once.
 */
export function countSubjects(
  { browsers, crowd, hosted }: Sorted,
  isStitched: boolean,
  { inMemory, rows: most }: Limits,
  onSubject: (subject: string, rows: readonly Row[]) => void,
): Passed {
  let repeated = 0;
  const subjects = hosted ? createBuckets(inMemory) : null;
  // By subject, with the rows of its browsers: a subject may have too many where no browser has.
  const moved = createCrowd(most);
  const place = (browser: string, rows: readonly Row[]) => {
    const placed = placeBrowser(browser, rows, isStitched);
    repeated += placed.repeated;
    return placed;
  };
  const move = (browser: string, rows: readonly Row[]): void => {
    const placed = place(browser, rows);
    for (const row of placed.rows)
      if (row.is !== 'clock' && subjects)
        for (const home of homesOf(row, browser, placed.signedInAs))
          if (moved.admits(home)) writeRow(subjects, row, home);
  };
  const count = (browser: string, rows: readonly Row[]): void => onSubject(browser, place(browser, rows).rows);
  const { isTooMany } = crowd;
  try {
    for (let bucket = 0; hosted && bucket < BUCKETS; bucket++)
      eachBrowser({ bytes: browsers.look(bucket), isWanted: hosted.has, isTooMany, onRows: move });
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const own = { bytes: browsers.take(bucket), isTooMany, onRows: count };
      if (!hosted || !subjects) eachBrowser(own);
      else
        eachBrowser(
          { ...own, isWanted: (hash) => !hosted.has(hash) },
          { bytes: subjects.take(bucket), isTooMany: moved.isTooMany, onRows: onSubject },
        );
    }
    return { repeated, crowded: new Map([...moved.left, ...crowd.left]) };
  } finally {
    subjects?.close();
  }
}

/** With whose rows a row is read: its own subject's, and those of who its visitor signed in as. */
const homesOf = (row: Row, browser: string, signedInAs: readonly string[]): readonly string[] =>
  row.subject === browser ? [row.subject, ...signedInAs] : [row.subject];
