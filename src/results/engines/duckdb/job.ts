/** Declares what the child with DuckDB is asked to do, and what it answers. */

import type { ResultQuestion } from '../../question.js';

/** Files that hold all events of some browsers; of CSV those that `createSortedEvents` writes. */
export interface EventBucket {
  readonly csv: readonly string[];
  readonly parquet: readonly string[];
}

/** A job, which ends with one answer. */
export type DuckJob =
  | {
      readonly is: 'count';
      readonly question: ResultQuestion;
      /** Events that are sorted by browser. */
      readonly buckets: readonly EventBucket[];
      /** Parquet that is not, and that anybody may have written. */
      readonly strangers: readonly string[];
      /** A folder that is there, for what does not fit into memory. */
      readonly folder: string;
      readonly memoryMb: number;
    }
  | {
      readonly is: 'pack';
      readonly from: readonly { readonly bucket: number; readonly file: string }[];
      /** A folder that is there. */
      readonly to: string;
      /** What the names of its files begin with. */
      readonly name: string;
      readonly folder: string;
      readonly memoryMb: number;
    };

/** What a row of counts is between processes. */
export type CountCells = Readonly<Record<string, string | number | null>>;

/** What came of a job. */
export type DuckAnswer =
  | { readonly is: 'counted'; readonly rows: readonly CountCells[]; readonly events: number; readonly dropped: number }
  | { readonly is: 'packed'; readonly events: number; readonly bytes: number; readonly files: number }
  /** `missing`: the package is not installed. `failed`: DuckDB's own words. */
  | { readonly is: 'missing' | 'failed'; readonly reason: string };
