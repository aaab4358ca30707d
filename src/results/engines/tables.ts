/** Reads counts from a table: what a warehouse answered to the SQL of `fx sql`, as CSV. */

import type { Counts } from '../counts.js';
import { laterByDesign, type ResultQuestion } from '../question.js';
import { type CountRow, countRow, gatherCounts } from './gathered.js';
import { COUNT_COLUMNS, type CountColumn, TEXT_COLUMNS } from './sql/answer.js';

/** Why a row, or the whole table, says nothing. */
export interface TableFault {
  /** Of the file, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** What a table holds. */
export interface TableCounts {
  readonly counts: Counts;
  /** Rows that were counted. */
  readonly rows: number;
  readonly faults: readonly TableFault[];
}

/** What a row of each kind cannot do without. */
const REQUIRED: Readonly<Record<string, readonly CountColumn[]>> = {
  phase: ['experiment', 'since_ms', 'until_ms', 'is_later'],
  arm: ['experiment', 'variant', 'subjects'],
  failure: ['experiment', 'variant', 'code', 'subjects'],
  metric: ['experiment', 'variant', 'metric'],
  quantile: ['experiment', 'variant', 'metric', 'events', 'subjects', 'quantile_value', 'quantile_error'],
};

/** Those that may be below zero. */
const SIGNED: readonly CountColumn[] = [
  'day',
  'sum_x',
  'sum_y',
  'mean_x',
  'mean_y',
  'xy',
  'xxx',
  'yyy',
  'xxy',
  'xyy',
  'mean_uncapped',
  'uuu',
  'quantile_value',
];

/** A row that makes no sense is left out and named; the others count. */
export function readCountTable(text: string, question: ResultQuestion): TableCounts {
  const [head, ...records] = csvRecords(text);
  const names = head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const unreadable = head ? faultOfHead(names) : 'the table is empty';
  if (unreadable !== null) return refuse(question, { line: 1, reason: unreadable });
  const read: ReadRow[] = [];
  const faults: TableFault[] = [];
  for (const { line, cells } of records) {
    const row = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    const reason = cells.length > names.length ? 'it has more cells than the head' : faultOf(row, question);
    if (reason === null) read.push({ line, row: countRow({ ...row, kind: row.kind?.trim() }) });
    else faults.push({ line, reason });
  }
  const spans = read.filter(({ row }) => row.kind === 'phase');
  const misplaced = spans.flatMap((one) => faultOfOrder(one, question))[0];
  if (misplaced) return refuse(question, misplaced);
  const places = new Map<string, boolean>();
  for (const { row } of spans) places.set(placeOf(row), places.get(placeOf(row)) || row.number('is_later') === 1);
  const rows: CountRow[] = [];
  for (const { line, row } of read) {
    const reason = faultOfPlace(row, places.get(placeOf(row)), question);
    if (reason === null) rows.push(row);
    else faults.push({ line, reason });
  }
  return { counts: gatherCounts(question, rows), rows: rows.length, faults };
}

interface ReadRow {
  readonly line: number;
  readonly row: CountRow;
}

const refuse = (question: ResultQuestion, fault: TableFault): TableCounts => ({
  counts: gatherCounts(question, []),
  rows: 0,
  faults: [fault],
});

function faultOfHead(names: readonly string[]): string | null {
  const missing = ['kind', 'experiment'].filter((name) => !names.includes(name));
  if (missing.length) return `the head names no column ${missing.join(' and no ')}`;
  if (names.includes('is_later')) return null;
  // Every row would count but those of the kind phase, and each phase for a first one.
  return 'the head names no column is_later, as in tables of an older fx: run fx sql again, and make the table anew';
}

const placeOf = (row: CountRow): string => JSON.stringify([row.text('experiment'), row.text('phase')]);

/** A table that was made without the target cannot be mended: its caps and quantiles are of other subjects. */
function faultOfOrder({ line, row }: ReadRow, { experiments }: ResultQuestion): TableFault[] {
  const asked = experiments.find(({ id }) => id === row.text('experiment'));
  const phase = row.text('phase');
  const isLater = asked && laterByDesign(asked).get(phase);
  if (isLater === undefined || isLater === (row.number('is_later') === 1)) return [];
  const [own, published] = isLater ? ['first', 'later'] : ['later', 'first'];
  const order = `the table takes ${phase} for a ${own} phase, the target for a ${published} one`;
  return [{ line, reason: `${order}: make it anew with fx sql --to` }];
}

/** @param isLater of its phase; undefined where no row says it */
function faultOfPlace(row: CountRow, isLater: boolean | undefined, { experiments }: ResultQuestion): string | null {
  if (isLater === undefined && experiments.some(({ id }) => id === row.text('experiment')))
    return 'no row of the kind phase says whether its phase is a later one';
  return row.kind === 'quantile' && row.number('is_carried') === 1 && isLater === false ? PART_OF_QUANTILE : null;
}

const PART_OF_QUANTILE =
  'in a first phase one quantile is of all subjects of a variant: write one row of it, with is_carried 0';

function faultOf(row: Readonly<Record<string, string>>, { experiments }: ResultQuestion): string | null {
  const kind = (row.kind as string).trim();
  const required = Object.hasOwn(REQUIRED, kind) ? REQUIRED[kind] : undefined;
  if (!required) return `kind is none of ${Object.keys(REQUIRED).join(', ')}`;
  for (const column of required) if (!row[column]) return `a row of the kind ${kind} needs ${column}`;
  for (const column of COUNT_COLUMNS) {
    const cell = row[column];
    if (!cell || TEXT_COLUMNS.includes(column)) continue;
    const number = Number(cell);
    if (!Number.isFinite(number)) return `${column} is no number`;
    if (number < 0 && !SIGNED.includes(column)) return `${column} is below zero`;
  }
  const experiment = experiments.find(({ id }) => id === row.experiment);
  // Another experiment's rows are as good as any: they were not asked for.
  if (!experiment || !row.metric || experiment.metrics.some(({ key }) => key === row.metric)) return faultOfMetric(row);
  return `${row.experiment} has no metric ${row.metric}`;
}

function faultOfMetric(row: Readonly<Record<string, string>>): string | null {
  if (row.kind?.trim() !== 'metric' || !Number(row.subjects)) return null;
  const missing = (['converted', 'mean_x', 'xx'] as const).find((column) => !row[column]);
  if (missing) return `a row of subjects who did something needs ${missing}`;
  return Number(row.converted) > Number(row.subjects) ? 'more converted than there are subjects' : null;
}

interface CsvRecord {
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** RFC 4180, with any line feed, and without a byte order mark; empty lines are none. */
function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  let cells: string[] = [];
  let [line, begun] = [1, 1];
  cell.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    // A quote in the middle of a cell: the rest of the text cannot be told apart.
    if (!found) return [...records, { line: begun, cells: [...cells, '', ...Array<string>(COUNT_COLUMNS.length)] }];
    const [whole, quoted, plain = '', end = ''] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (cells.some((one) => one !== '')) records.push({ line: begun, cells });
    cells = [];
    begun = line;
  }
  return records;
}
