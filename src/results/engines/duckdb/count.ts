/** Counts with DuckDB, some browsers and some subjects at a time. */

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countsQuery } from '../sql/answer.js';
import { sqlQuoted } from '../sql/dialect.js';
import { DIALECTS } from '../sql/dialects.js';
import { identityStatements } from '../sql/identity.js';
import { memberStatements } from '../sql/members.js';
import { GROUP, outcomeStatements } from '../sql/outcomes.js';
import { sourceStatements } from '../sql/sources.js';
import { type Asking, columnList, type SqlTable } from '../sql/statement.js';
import { totalStatements } from '../sql/totals.js';
import type { DuckDatabase } from './database.js';
import type { DuckJob, EventBucket } from './job.js';
import { SORTED_BUCKETS } from './sorted.js';
import { bucketTable, eventsIn, strangerTable } from './tables.js';

/** The job. */
export type CountJob = Extract<DuckJob, { readonly is: 'count' }>;

/** What is kept of each bucket: rows that can be added up. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  fx_phases: ['min(since_ms) AS since_ms', 'max(until_ms) AS until_ms', 'sum(mixed) AS mixed'],
  fx_arms: ['sum(subjects) AS subjects', 'sum(failed) AS failed'],
  fx_faults: ['sum(subjects) AS subjects'],
  fx_pending: ['sum(pending) AS pending'],
};
const ADDED_BY: Readonly<Record<string, readonly string[]>> = {
  fx_phases: ['experiment', 'phase'],
  fx_arms: GROUP,
  fx_faults: [...GROUP, 'code', 'selector'],
  fx_pending: [...GROUP, 'metric'],
};
/** And rows of subjects, of which there are too many for the memory. */
const FILED = ['fx_amounts', 'fx_values'];

/** Rows that go from a browser to the subjects whom they say something of. */
const MOVED = ['fx_seen', 'fx_done', 'fx_failed'];

/**
 * What is read once is a view: DuckDB writes no table between two steps then, and carries the columns that are wanted
 * alone. Outcomes are read a second time where quantiles are asked, and of them only those of quantiles. What is capped
 * is read twice, which takes less than writing down a row for each amount of each subject.
 */
const VIEWS = [...MOVED, ...FILED, 'fx_stays', 'fx_once', 'fx_outcomes', 'fx_sums', 'fx_capped'];

/**
 * The rows of counts.
 *
 * @param atOnce how many events are counted in one pass; the answer is the same for any number
 */
export async function countBuckets(database: DuckDatabase, job: CountJob, atOnce = EVENTS_AT_ONCE) {
  const { question, folder } = job;
  const buckets = job.strangers.length ? await sortByBrowser(database, job) : job.buckets;
  const all = bucketTable(buckets);
  const told = await database.rows(
    `SELECT count(*) AS events, coalesce(sum(dropped), 0) AS dropped, count(CASE WHEN visitor <> subject THEN 1 END) AS hosted FROM ${all}`,
  );
  const { events, dropped, hosted } = told[0] as Record<'events' | 'dropped' | 'hosted', number>;
  const asking: Asking = { dialect: DIALECTS.duckdb, question, hasHosts: hosted > 0 };
  const sources = sourceStatements(asking);
  await createView(database, 'fx_events', eventsIn(all, question));
  await runAll(
    database,
    sources.filter(({ scope }) => scope === 'all'),
  );
  const byBrowser = [...sources, ...identityStatements(asking)].filter(({ scope }) => scope === 'browser');
  const bySubject = withoutValues([...memberStatements(asking), ...outcomeStatements(asking)], question);
  const filed = join(folder, 'subjects');
  mkdirSync(filed);
  const passes = inPasses(buckets, events, atOnce);
  for (const [pass, one] of passes.entries()) {
    await nameEvents(database, one, question);
    await runAll(database, byBrowser);
    if (asking.hasHosts) await move(database, folder, { pass, passes: passes.length });
    else await countSubjects(database, bySubject, filed, pass);
  }
  if (asking.hasHosts)
    await countMoved(database, folder, passes.length, (part) => countSubjects(database, bySubject, filed, part));
  return { rows: await addUp(database, asking, filed), events, dropped };
}

/** As many events as take less than 700 MB at once, with all that is made of them and all that Node needs. */
const EVENTS_AT_ONCE = 1_300_000;

/** Few events are counted in few passes, as each takes its time however little it counts. */
function inPasses(buckets: readonly EventBucket[], events: number, atOnce: number): EventBucket[] {
  const count = Math.max(1, Math.min(buckets.length, Math.ceil(events / atOnce)));
  const passes = Array.from({ length: count }, (_, pass) => buckets.filter((_, at) => at % count === pass));
  return passes.map((all) => ({ csv: all.flatMap(({ csv }) => csv), parquet: all.flatMap(({ parquet }) => parquet) }));
}

/** Of CSV a table, as reading it is slow; of Parquet a view. */
async function nameEvents(database: DuckDatabase, bucket: EventBucket, question: CountJob['question']) {
  const query = eventsIn(bucketTable([bucket]), question);
  if (bucket.csv.length) await createTable(database, 'fx_lines', query);
  return createView(database, 'fx_events', bucket.csv.length ? 'SELECT * FROM fx_lines' : query);
}

const createTable = (database: DuckDatabase, name: string, query: string): Promise<void> =>
  database.run(`CREATE OR REPLACE TEMPORARY TABLE ${name} AS\n${query}`);

const createView = (database: DuckDatabase, name: string, query: string): Promise<void> =>
  database.run(`CREATE OR REPLACE TEMPORARY VIEW ${name} AS\n${query}`);

async function runAll(database: DuckDatabase, tables: readonly SqlTable[]): Promise<void> {
  for (const { name, query } of tables) await (VIEWS.includes(name) ? createView : createTable)(database, name, query);
}

/** Only quantiles take single values: without one, outcomes are read once. */
function withoutValues(tables: readonly SqlTable[], { experiments }: CountJob['question']): SqlTable[] {
  if (experiments.some(({ metrics }) => metrics.some(({ kind }) => kind === 'quantile'))) return [...tables];
  return tables.map((one) => (one.name === 'fx_values' ? { ...one, query: `${one.query}\nLIMIT 0` } : one));
}

/** The statements that need all rows of a subject, for some subjects; what they say is kept. */
async function countSubjects(database: DuckDatabase, tables: readonly SqlTable[], filed: string, bucket: number) {
  await runAll(database, tables);
  for (const name of Object.keys(ADDED)) {
    if (bucket === 0) await createTable(database, `all_${name}`, `SELECT * FROM ${name}`);
    else await database.run(`INSERT INTO all_${name} SELECT * FROM ${name}`);
  }
  for (const name of FILED)
    await database.run(
      `COPY (SELECT * FROM ${name}) TO ${sqlQuoted(join(filed, `${name}-${bucket}.parquet`))} (FORMAT parquet)`,
    );
}

/** Writes rows to files by subject. */
async function move(
  database: DuckDatabase,
  folder: string,
  { pass, passes }: { readonly pass: number; readonly passes: number },
): Promise<void> {
  for (const name of MOVED)
    await database.run(
      `COPY (SELECT *, hash(home) % ${passes} AS part FROM ${name}) TO ${sqlQuoted(join(folder, name))} (FORMAT parquet, PARTITION_BY (part), FILENAME_PATTERN 'from-${pass}-{i}', OVERWRITE_OR_IGNORE)`,
    );
}

async function countMoved(
  database: DuckDatabase,
  folder: string,
  parts: number,
  countPart: (part: number) => Promise<void>,
): Promise<void> {
  // Where there are no rows DuckDB writes no file, and a table without rows has to stand for it.
  for (const name of MOVED) {
    await createTable(database, `no_${name}`, `SELECT * FROM ${name} LIMIT 0`);
  }
  for (let part = 0; part < parts; part++) {
    for (const name of MOVED) {
      const own = join(folder, name, `part=${part}`);
      const rows = `SELECT * EXCLUDE (part) FROM read_parquet(${sqlQuoted(join(own, '*.parquet'))}, hive_partitioning = true)`;
      await createView(database, name, existsSync(own) ? rows : `SELECT * FROM no_${name}`);
    }
    await countPart(part);
  }
}

/** From what was kept of all buckets to the answer. */
async function addUp(database: DuckDatabase, asking: Asking, filed: string) {
  for (const [name, sums] of Object.entries(ADDED)) {
    const keys = columnList(ADDED_BY[name] as readonly string[]);
    await createTable(database, name, `SELECT ${keys}, ${sums.join(', ')} FROM all_${name} GROUP BY ${keys}`);
  }
  for (const name of FILED)
    await createView(database, name, `SELECT * FROM read_parquet(${sqlQuoted(join(filed, `${name}-*.parquet`))})`);
  await runAll(database, totalStatements(asking));
  return database.rows(countsQuery(asking));
}

/** Where some files are sorted by nothing, everything is sorted by browser first. */
async function sortByBrowser(database: DuckDatabase, { buckets, strangers, folder }: CountJob): Promise<EventBucket[]> {
  const to = join(folder, 'sorted');
  const tables = [await strangerTable(database, strangers), ...(buckets.length ? [bucketTable(buckets)] : [])];
  const from = tables.map((table) => `SELECT * FROM ${table} AS some_events`).join(' UNION ALL BY NAME ');
  await database.run(
    `COPY (SELECT *, hash(coalesce(visitor, subject)) % ${SORTED_BUCKETS} AS part FROM (${from}) AS all_events) TO ${sqlQuoted(to)} (FORMAT parquet, PARTITION_BY (part))`,
  );
  return readdirSync(to).map((part) => ({
    csv: [],
    parquet: readdirSync(join(to, part)).map((file) => join(to, part, file)),
  }));
}
