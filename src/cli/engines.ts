/** Chooses who counts the events, and says in one sentence why nobody can. */

import { stat } from 'node:fs/promises';
import { codeOf, Refusal, readText, shown } from '../files/index.js';
import { plural } from '../pages/index.js';
import {
  type ClickHouseTable,
  countFiles,
  countInClickHouse,
  countInDuckDb,
  type FileCounts,
  type ResultQuestion,
  readCountTable,
  type TableFault,
} from '../results/index.js';
import type { GatheredFile } from '../stores/index.js';
import { eventFiles, isParquet, readingOf, withEvents } from './gathered.js';
import type { Terminal } from './terminal.js';

/** What the command line says about counting. */
export interface CounterOptions {
  readonly engine?: string | undefined;
  readonly url?: string | undefined;
  readonly table?: string | undefined;
  readonly from?: string | undefined;
}

/** Who counts. */
export const ENGINES = ['memory', 'duckdb', 'clickhouse'] as const;

/** The line that installs what reads Parquet. */
export const INSTALL_DUCKDB = 'npm install @duckdb/node-api';

/**
 * Counts, and says meanwhile who does.
 *
 * @param events what was named; nothing where the usual file is meant
 * @throws Refusal where nobody can count
 */
export async function countEvents(
  terminal: Terminal,
  events: readonly string[],
  options: CounterOptions,
  question: ResultQuestion,
): Promise<FileCounts> {
  const { engine, url, table, from } = options;
  requireEngine(engine);
  if (from !== undefined) {
    if (events.length || engine !== undefined)
      throw new Refusal('--from reads counts in place of events: leave out --engine and the events.', 'usage');
    return terminal.busy(`Reading ${shown(from)}`, () => countsIn(from, question));
  }
  if (engine === 'clickhouse') {
    if (events.length)
      throw new Refusal('--engine clickhouse reads a table in place of files: leave out the events.', 'usage');
    const there = clickHouseAt(url, table);
    return terminal.busy(`Asking ${new URL(there.url).host}`, () => inClickHouse(question, there));
  }
  refuseClickHouse(options);
  return withEvents(terminal, events, (files) =>
    terminal.busy(readingOf(files), () => inFiles(question, files, engine)),
  );
}

/** @throws Refusal where no engine has that name */
export function requireEngine(engine: string | undefined): void {
  if (engine !== undefined && !ENGINES.some((one) => one === engine))
    throw new Refusal(`--engine must be one of ${ENGINES.join(', ')}, not ${engine}.`, 'usage');
}

/** @throws Refusal where there are options that another engine does not take */
export function refuseClickHouse({ url, table }: CounterOptions): void {
  if (url !== undefined || table !== undefined)
    throw new Refusal('--url and --table are for --engine clickhouse: add it.', 'usage');
}

/** @throws Refusal where it is no address, or no name of a table */
export function clickHouseAt(url: string | undefined, table = 'events'): ClickHouseTable {
  if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Refusal(
      '--engine clickhouse needs --url with the address of its HTTP interface, such as http://localhost:8123.',
      'usage',
    );
  if (!/^\w+(\.\w+)?$/.test(table))
    throw new Refusal(`--table must be a name such as events or shop.events, not ${table}.`, 'usage');
  return { url, table };
}

/**
 * Lines are counted in memory: that is faster than to let DuckDB read them, and needs no more memory. Parquet needs
 * DuckDB.
 */
async function inFiles(
  question: ResultQuestion,
  gathered: readonly GatheredFile[],
  engine: string | undefined,
): Promise<FileCounts> {
  const parquet = gathered.filter(isParquet);
  const files = eventFiles(gathered.filter((file) => !isParquet(file)));
  if (engine === 'memory' && parquet.length)
    throw new Refusal('--engine memory reads no Parquet: leave it out, or name the lines.', 'usage');
  if (engine !== 'duckdb' && !parquet.length) return countFiles(question, files);
  for (const { path, name } of parquet)
    await stat(path).catch((error: unknown) => {
      throw new Refusal(`${name} cannot be read (${codeOf(error)}): name another file.`, 'no-file');
    });
  const found = await countInDuckDb(question, { files, parquet: parquet.map(({ path }) => path) });
  if (found.ok) return found;
  // Copies are called by where they came from.
  const reason = parquet.reduce((text, { path, name }) => text.replaceAll(path, name), found.reason);
  throw duckRefusal(found.code, reason);
}

/** Why DuckDB did not do what it was asked to. */
export const duckRefusal = (code: 'missing' | 'failed', reason: string): Refusal =>
  code === 'missing'
    ? new Refusal(`DuckDB is not installed: ${INSTALL_DUCKDB} puts it beside fx.`, 'no-duckdb')
    : new Refusal(`DuckDB gave up: ${reason.trim().split('\n', 1)[0]}`, 'duckdb', { reason });

async function inClickHouse(question: ResultQuestion, there: ClickHouseTable): Promise<FileCounts> {
  const found = await countInClickHouse(question, there);
  if (found.ok) return found;
  // The host alone: a name and a password may stand before it.
  throw new Refusal(`ClickHouse at ${new URL(there.url).host} gave no counts: ${found.reason}.`, 'clickhouse', {
    reason: found.reason,
  });
}

const MOST_FAULTS = 5;

async function countsIn(file: string, question: ResultQuestion): Promise<FileCounts> {
  const text = await readText(file);
  if (text === null) throw new Refusal(`There is no file ${shown(file)}.`, 'no-file');
  const { counts, rows, faults } = readCountTable(text, question);
  if (!rows) throw new Refusal(`${shown(file)} cannot be read: ${firstOf(faults)}.`, 'no-counts');
  const told = faults.slice(0, MOST_FAULTS).map(({ line, reason }) => `${shown(file)}:${line} is left out: ${reason}.`);
  const others = faults.length - told.length;
  const oddities = others > 0 ? [...told, `${plural(others, 'row')} more of ${shown(file)} are left out.`] : told;
  return {
    counts,
    repeated: null,
    reading: { lines: rows, events: 0, unread: 0, firstUnread: null, firstFault: null, dropped: 0, oddities },
  };
}

const firstOf = ([first]: readonly TableFault[]): string =>
  first ? `line ${first.line}: ${first.reason}` : 'there is no row below its head';
