/** Chooses who counts the events, and says in one sentence why nobody can. */

import { stat } from 'node:fs/promises';
import {
  codeOf,
  EVENTS_FILE,
  exists,
  findEvents,
  gatherFiles,
  Refusal,
  readChunks,
  readText,
  shown,
} from '../files/index.js';
import { plural } from '../pages/index.js';
import {
  type ClickHouseTable,
  countFiles,
  countInClickHouse,
  countInDuckDb,
  type EngineCounts,
  type EventFile,
  type FileCounts,
  type ResultQuestion,
  readCountTable,
  type TableFault,
} from '../results/index.js';

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

/** Where counts come from, and how that is said while it takes its time. */
export interface ChosenEngine {
  readonly label: string;
  count(question: ResultQuestion): Promise<FileCounts>;
}

/** @param events what was named; nothing where the usual file is meant */
export async function chooseEngine(events: readonly string[], options: CounterOptions): Promise<ChosenEngine> {
  const { engine, url, table, from } = options;
  requireEngine(engine);
  if (from !== undefined) {
    if (events.length || engine !== undefined)
      throw new Refusal('--from reads counts in place of events: leave out --engine and the events.', 'usage');
    return { label: `Reading ${shown(from)}`, count: (question) => countsIn(from, question) };
  }
  if (engine === 'clickhouse') {
    if (events.length)
      throw new Refusal('--engine clickhouse reads a table in place of files: leave out the events.', 'usage');
    const there = clickHouseAt(url, table);
    return { label: `Asking ${new URL(there.url).host}`, count: (question) => inClickHouse(question, there) };
  }
  refuseClickHouse(options);
  const files = await gatherFiles(events.length ? events : await usualEvents());
  return { label: readingOf(files), count: (question) => inFiles(question, files, engine) };
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

/** The events of this project, where nothing was named. */
export async function usualEvents(): Promise<readonly string[]> {
  const files = await findEvents();
  const [first = EVENTS_FILE] = files;
  if (await exists(first)) return files;
  throw new Refusal(
    `There is no file ${first}: fx collect and fx dev write it as events come in. Name files that are elsewhere with --events.`,
    'no-file',
  );
}

/** What is read, in a line. */
export const readingOf = (files: readonly string[]): string =>
  `Reading ${files.length > 3 ? `${files.length} files` : files.map(shown).join(', ')}`;

const isParquet = (path: string): boolean => /\.parquet$/i.test(path);

/**
 * Lines are counted in memory: that is faster than to let DuckDB read them, and needs no more memory. Parquet needs
 * DuckDB.
 */
async function inFiles(
  question: ResultQuestion,
  paths: readonly string[],
  engine: string | undefined,
): Promise<FileCounts> {
  const parquet = paths.filter(isParquet);
  const files = eventFiles(paths.filter((path) => !isParquet(path)));
  if (engine === 'memory' && parquet.length)
    throw new Refusal('--engine memory reads no Parquet: leave it out, or name the lines.', 'usage');
  if (engine !== 'duckdb' && !parquet.length) return countFiles(question, files);
  for (const path of parquet)
    await stat(path).catch((error: unknown) => {
      throw new Refusal(`${shown(path)} cannot be read (${codeOf(error)}): name another file.`, 'no-file');
    });
  return duckCounts(await countInDuckDb(question, { files, parquet }));
}

/** Files of lines as the readers of events take them. */
export const eventFiles = (paths: readonly string[]): EventFile[] =>
  paths.map((path) => ({ name: path === '-' ? path : shown(path), chunks: (onOddity) => readChunks(path, onOddity) }));

/** @throws Refusal where there are no counts */
function duckCounts(found: EngineCounts): FileCounts {
  if (found.ok) return found;
  throw duckRefusal(found.code, found.reason);
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
