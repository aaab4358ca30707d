/** Declares what the SQL of one database has of its own. */

/** Databases that fx writes SQL for. */
export type DialectName = 'sqlite' | 'duckdb' | 'clickhouse' | 'postgres' | 'bigquery' | 'snowflake';

/** The SQL of one database. */
export interface Dialect {
  readonly name: DialectName;
  /** How its makers write its name. */
  readonly title: string;
  /** What has to be said once, before all else. */
  readonly settings: readonly string[];
  /** How to put the collector's file into the table `raw` (of ClickHouse: `events`), for whoever reads the page. */
  readonly load: string;
  /** The table that `load` fills. */
  readonly table: string;
  /** A text as a literal. */
  text(value: string): string;
  /** A missing text, and a missing number: in a `UNION` databases have to be told which. */
  readonly noText: string;
  readonly noNumber: string;
  /** A number with a fraction. */
  real(expression: string): string;
  /** The whole number below a positive one, and the one above. */
  floor(expression: string): string;
  ceil(expression: string): string;
  /** Orders texts by their bytes. */
  bytes(expression: string): string;
  /** A field of a row of the table, as a text or as a number; null where it is missing, or is no number. */
  textField(name: string): string;
  numberField(name: string): string;
  /** A fact of the site, from `segments`. */
  segmentField(name: string): string;
  /** Keeps the answer of a query under a name, as long as the session lasts. */
  keep(name: string, query: string): string;
  /** Gives a query a name without running it; null where only a lasting view can: it then stands where it is read. */
  readonly view: ((name: string, query: string) => string) | null;
}

/** Single quotes doubled, as in the standard. */
export const sqlQuoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' };

/** Where a backslash begins an escape; a literal of BigQuery ends in its line. */
export const sqlEscaped = (value: string): string =>
  `'${value.replace(/[\\'\n\r]/g, (character) => ESCAPES[character] as string)}'`;

/** A field of JSON by its name, whatever that holds. */
export const jsonPathOf = (...names: readonly string[]): string =>
  `$${names.map((name) => `.${JSON.stringify(name)}`).join('')}`;
