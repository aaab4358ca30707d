/** Checks who counts: Parquet and DuckDB, tables that a database made, and what is said where that cannot be. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, test } from 'vitest';
import { fx, type Outcome } from './fx.js';

const root = process.cwd();
const EXPERIMENTS = join(root, 'demo/experiments');
const SAMPLE = join(root, 'demo/sample.ndjson.gz');
const folder = mkdtempSync(join(tmpdir(), 'fx-cli-engines-'));
const archive = join(folder, 'archive');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a run says of the experiments: figures to the digits that arithmetic keeps in any order. */
const figures = ({ code, out, err }: Outcome): unknown => {
  if (code !== 0) throw new Error(err);
  const { experiments } = JSON.parse(out) as { readonly experiments: unknown };
  return JSON.parse(JSON.stringify(experiments), (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value,
  );
};
const results = (...args: readonly string[]): Promise<Outcome> =>
  fx(['results', EXPERIMENTS, '--json', ...args], folder);
const fromLines = await results('--events', SAMPLE);

describe('fx events compact', () => {
  test('makes Parquet that is counted as the lines are, and the same lines make the same files', async () => {
    const made = await fx(['events', 'compact', SAMPLE, '--to', archive], folder);
    expect(made.out).toMatch(/^22,632 events of 22,689 lines in archive, 16 files, 0\.\d MB\.\n$/);
    const files = readdirSync(archive, { recursive: true });
    const again = await fx(['events', 'compact', SAMPLE, '--to', archive], folder);
    expect(again.out).toContain('they were there before');
    expect(readdirSync(archive, { recursive: true })).toEqual(files);
    expect(figures(await results('--events', archive))).toEqual(figures(fromLines));
    expect(figures(await results('--events', archive, '--events', SAMPLE))).toEqual(figures(fromLines));
  }, 120_000);

  test('leaves nothing where there is no event', async () => {
    writeFileSync(join(folder, 'none.ndjson'), '{"some":"thing"}\n');
    const { code, err } = await fx(['events', 'compact', 'none.ndjson', '--to', 'nothing'], folder);
    expect([code, err]).toEqual([1, expect.stringContaining('There is no event in these files: nothing was written.')]);
    expect(readdirSync(join(folder, 'nothing'))).toEqual([]);
  });
});

test('Parquet that something else wrote is counted, too', async () => {
  const other = join(folder, 'other.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM read_json('${SAMPLE}', format = 'newline_delimited')) TO '${other}' (FORMAT parquet)`,
  );
  connection.closeSync();
  expect(figures(await results('--events', other))).toEqual(figures(fromLines));
}, 60_000);

describe('fx sql and fx results --from', () => {
  const table = join(folder, 'counts.csv');

  test('what a database answers to the SQL reads as the events do', async () => {
    const { out: script } = await fx(['sql', '--dir', EXPERIMENTS, '--dialect', 'duckdb'], folder);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE raw AS SELECT json AS line FROM read_ndjson_objects('${SAMPLE}')`);
    const statements = script.split(/;\n/).filter((sql) => /^[A-Z]/m.test(sql));
    for (const sql of statements.slice(0, -1)) await connection.run(sql);
    await connection.run(`COPY (${statements.at(-1)}) TO '${table}' (FORMAT csv)`);
    connection.closeSync();
    expect(figures(await results('--from', table))).toEqual(figures(fromLines));
  }, 120_000);

  test('a row that makes no sense is left out, and named with its line', async () => {
    const [head = '', ...rows] = readFileSync(table, 'utf8').trimEnd().split('\n');
    const bad = ['sum,hero-headline', 'arm,hero-headline,p,treatment,0,,,1,,,,,,,,many'];
    writeFileSync(join(folder, 'bad.csv'), `\ufeff${[head, bad[0], ...rows, bad[1]].join('\r\n')}\r\n`);
    const outcome = await results('--from', join(folder, 'bad.csv'));
    expect(JSON.parse(outcome.out).oddities).toEqual([
      'bad.csv:2 is left out: kind is none of phase, arm, failure, metric, quantile.',
      `bad.csv:${rows.length + 3} is left out: subjects is no number.`,
    ]);
    expect(figures(outcome)).toEqual(figures(fromLines));
  });

  test.each([
    ['', 'line 1: the table is empty'],
    ['a,b\n1,2\n', 'line 1: the head names no column kind and no experiment'],
    [
      'kind,experiment\narm,hero-headline\n',
      'line 1: the head names no column is_later, as in tables of an older fx: run fx sql again, and make the table anew',
    ],
    ['kind,experiment,is_later\narm,hero-headline\n', 'line 2: a row of the kind arm needs variant'],
    ['kind,experiment,variant,subjects,is_later\narm,"hero"x,a,1\n', 'line 2: it has more cells than the head'],
  ])('a table without counts is refused: %j', async (text, reason) => {
    writeFileSync(join(folder, 'empty.csv'), text);
    const { code, err } = await fx(['results', EXPERIMENTS, '--from', 'empty.csv'], folder);
    expect([code, err]).toEqual([1, expect.stringContaining(`✗ empty.csv cannot be read: ${reason}.\n`)]);
  });
});

describe('what cannot be', () => {
  test.each([
    [['--engine', 'spark'], '--engine must be one of memory, duckdb, clickhouse, not spark.'],
    [['--engine', 'clickhouse'], '--engine clickhouse needs --url with the address of its HTTP interface'],
    [['--engine', 'clickhouse', '--url', 'http://localhost:8123', '--table', 'a;b'], '--table must be a name'],
    [['--url', 'http://localhost:8123'], '--url and --table are for --engine clickhouse: add it.'],
    [['--from', 'nothing.csv'], 'There is no file nothing.csv.'],
    [['--from', 'a.csv', '--engine', 'duckdb'], '--from reads counts in place of events'],
    [['--events', 'gone.parquet'], 'gone.parquet cannot be read (ENOENT): name another file.'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { code, err } = await fx(['results', EXPERIMENTS, ...args], folder);
    expect([code, err]).toEqual([1, expect.stringContaining(`✗ ${sentence}`)]);
  });

  test('without DuckDB the line that installs it is named', () => {
    writeFileSync(
      join(folder, 'hook.mjs'),
      `export const resolve = (name, context, next) => {
        if (name.startsWith('@duckdb/')) throw Object.assign(new Error(name), { code: 'ERR_MODULE_NOT_FOUND' });
        return next(name, context);
      };`,
    );
    writeFileSync(
      join(folder, 'register.mjs'),
      "import { register } from 'node:module';\nregister('./hook.mjs', import.meta.url);",
    );
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'dist/esm/cli/main.js'), 'results', EXPERIMENTS, '--engine', 'duckdb', '--events', SAMPLE],
      {
        encoding: 'utf8',
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: `--import ${join(folder, 'register.mjs')}` },
      },
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('✗ DuckDB is not installed: npm install @duckdb/node-api puts it beside fx.'),
    ]);
  });

  test('DuckDB’s own words are passed on where it gives up', async () => {
    writeFileSync(join(folder, 'torn.parquet'), 'PAR1');
    const { code, err } = await fx(['results', EXPERIMENTS, '--events', 'torn.parquet'], folder);
    expect([code, err]).toEqual([1, expect.stringMatching(/✗ DuckDB gave up: .*torn\.parquet/)]);
  });
});
