/** Makes the parts that every statement of the SQL is made with. */

import type { ResultQuestion } from '../../question.js';
import type { Dialect } from './dialect.js';

/** One table of the SQL. Its query reads those before it. */
export interface SqlTable {
  readonly name: string;
  /** What its rows are, in one sentence. */
  readonly about: string;
  readonly query: string;
  /**
   * What it needs at once: all rows of a browser, all rows of a subject (with those of the visitors who are that
   * subject), or everything. An engine may run the first two for some browsers and some subjects at a time, and add up
   * what it gets.
   */
  readonly scope: 'browser' | 'subject' | 'all';
}

/** What the statements are made from. */
export interface Asking {
  readonly dialect: Dialect;
  readonly question: ResultQuestion;
  /** Whether some subject is no visitor's id; where none is, nobody signs in. */
  readonly hasHosts: boolean;
}

/** Names of the columns of the facts by which results are cut: `fact_1` and so on. */
export const factColumns = ({ by }: ResultQuestion): string[] => by.map((_, at) => `fact_${at + 1}`);

/** A list of columnList, each with what stands before it, such as `seen.`. */
export const columnList = (names: readonly string[], before = ''): string =>
  names.map((name) => `${before}${name}`).join(', ');

/** The same for what is selected: ClickHouse would keep `seen.phase` as the name of a column. */
export const selectList = (names: readonly string[], before: string): string =>
  names.map((name) => `${before}${name} AS ${name}`).join(', ');

/** The same with a comma before each, for the end of a list that may have nothing more. */
export const moreColumns = (names: readonly string[], before = ''): string =>
  names.map((name) => (before ? `, ${before}${name} AS ${name}` : `, ${name}`)).join('');

/** Whether two tables agree in some columns. */
export const equalColumns = (names: readonly string[], a: string, b: string): string =>
  names.map((name) => `${a}.${name} = ${b}.${name}`).join(' AND ');

/** A list of texts, for `IN`. Nothing has an empty name. */
export const textList = ({ text }: Dialect, values: readonly string[]): string =>
  `(${[...new Set(values.length ? values : [''])].map(text).join(', ')})`;

/** Rows of literalRows. Databases without `VALUES` take this, too. */
export function literalRows(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  empty: readonly string[],
): string {
  const rowOf = (values: readonly string[]): string =>
    `SELECT ${values.map((value, at) => `${value} AS ${names[at]}`).join(', ')}`;
  return rows.length ? rows.map(rowOf).join('\nUNION ALL ') : `SELECT * FROM (${rowOf(empty)}) AS nothing WHERE 1 = 0`;
}
