/** Reads counts from a table: what a warehouse answered to the SQL of `fx sql`, as CSV. */

import type { Counts } from '../counts.js';
import type { ResultQuestion } from '../question.js';
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
  if (!head)
    return { counts: gatherCounts(question, []), rows: 0, faults: [{ line: 1, reason: 'the table is empty' }] };
  const names = head.cells.map((name) => name.trim().toLowerCase());
  const missing = ['kind', 'experiment'].filter((name) => !names.includes(name));
  if (missing.length)
    return {
      counts: gatherCounts(question, []),
      rows: 0,
      faults: [{ line: 1, reason: `the head names no column ${missing.join(' and no ')}` }],
    };
  const read: { readonly line: number; readonly row: CountRow }[] = [];
  const faults: TableFault[] = [];
  for (const { line, cells } of records) {
    const row = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    const reason = cells.length > names.length ? 'it has more cells than the head' : faultOf(row, question);
    if (reason === null) read.push({ line, row: countRow({ ...row, kind: row.kind?.trim() }) });
    else faults.push({ line, reason });
  }
  const later = new Set(read.filter(({ row }) => row.number('is_later') === 1).map(({ row }) => placeOf(row)));
  const isPart = ({ row }: { readonly row: CountRow }): boolean =>
    row.kind === 'quantile' && row.number('is_carried') === 1 && !later.has(placeOf(row));
  for (const { line } of read.filter(isPart)) faults.push({ line, reason: PART_OF_QUANTILE });
  const rows = read.filter((one) => !isPart(one)).map(({ row }) => row);
  return { counts: gatherCounts(question, rows), rows: rows.length, faults };
}

const placeOf = (row: CountRow): string => JSON.stringify([row.text('experiment'), row.text('phase')]);

const PART_OF_QUANTILE = 'a quantile of a first phase is of all its subjects, whether or not they were carried';

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
