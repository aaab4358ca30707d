/** Describes the question to the child process that reads events, and its answer. */

import type { Danger, Entry, Result } from '../../results/index.js';

/** Who counts. */
export type ReadoutEngine =
  | { readonly is: 'memory' | 'duckdb' }
  | { readonly is: 'clickhouse'; readonly url: string; readonly table: string };

/** A question about a folder of experiments. */
export interface ReadoutQuestion {
  readonly directory: string;
  /** Files and folders of events. */
  readonly events: readonly string[];
  /** Files and folders of events that somebody named: where one is not there, the read-out says so. */
  readonly named?: readonly string[] | undefined;
  /** Default: this process's memory, and DuckDB for Parquet. */
  readonly engine?: ReadoutEngine | undefined;
  /** Where it is published; null where nowhere. */
  readonly target: string | null;
  /** One experiment alone. */
  readonly experiment?: string | undefined;
  /** The one that is shown. Default: the published one. */
  readonly phase?: string | undefined;
  readonly by?: readonly string[] | undefined;
  readonly isSequential?: boolean | undefined;
  readonly isAdjusted?: boolean | undefined;
  /** Whether dangers are looked for, too. */
  readonly isWatched?: boolean | undefined;
  /** Texts that stand in for those of files that cannot be read now. */
  readonly instead?: readonly EarlierText[] | undefined;
}

/** A file as it was when it had no error. */
export interface EarlierText {
  /** As problems name it. */
  readonly path: string;
  readonly text: string;
}

/** How far it is: bytes on the disk of the files of lines. Parquet, and tables of a database, are not among them. */
export interface ReadoutProgress {
  readonly read: number;
  readonly of: number;
}

/** What came of it. */
export interface Readout {
  readonly entries: readonly Entry[];
  readonly results: readonly Result[];
  /** Of those in which there is any. */
  readonly dangers: readonly { readonly id: string; readonly dangers: readonly Danger[] }[];
  readonly lines: number;
  /** What is odd about the events, a sentence each. */
  readonly notes: readonly string[];
}

/** What the child writes: a read-out, or a sentence. */
export type ReadoutAnswer =
  | { readonly ok: true; readonly readout: Readout }
  | { readonly ok: false; readonly message: string };
