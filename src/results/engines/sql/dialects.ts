/** Lists the databases that fx writes SQL for. */

import { type Dialect, type DialectName, jsonPathOf, sqlEscaped, sqlQuoted } from './dialect.js';

const FILE = 'events.ndjson';

const common: Omit<Dialect, 'name' | 'title' | 'load' | 'textField' | 'numberField' | 'segmentField'> = {
  settings: [],
  table: 'raw',
  text: sqlQuoted,
  noText: 'CAST(NULL AS VARCHAR)',
  noNumber: 'CAST(NULL AS DOUBLE)',
  real: (expression) => `CAST(${expression} AS DOUBLE)`,
  floor: (expression) => `floor(${expression})`,
  ceil: (expression) => `ceil(${expression})`,
  bytes: (expression) => expression,
  keep: (name, query) => `CREATE TEMPORARY TABLE ${name} AS\n${query}`,
  view: (name, query) => `CREATE TEMPORARY VIEW ${name} AS\n${query}`,
};

const sqlite: Dialect = {
  ...common,
  name: 'sqlite',
  title: 'SQLite',
  load: `CREATE TABLE raw (line TEXT);\n-- sqlite3 results.db ".mode tabs" ".import ${FILE} raw"   (or any other way to put one line into one row)`,
  noText: 'CAST(NULL AS TEXT)',
  noNumber: 'CAST(NULL AS REAL)',
  real: (expression) => `CAST(${expression} AS REAL)`,
  textField: (name) => `(line ->> ${sqlQuoted(jsonPathOf(name))})`,
  numberField: (name) => `CAST(line ->> ${sqlQuoted(jsonPathOf(name))} AS REAL)`,
  segmentField: (name) => `(line ->> ${sqlQuoted(jsonPathOf('segments', name))})`,
};

const duckdb: Dialect = {
  ...common,
  name: 'duckdb',
  title: 'DuckDB',
  load: `CREATE TABLE raw AS SELECT json AS line FROM read_ndjson_objects('${FILE}');`,
  textField: (name) => `(line ->> ${sqlQuoted(jsonPathOf(name))})`,
  numberField: (name) => `TRY_CAST(line ->> ${sqlQuoted(jsonPathOf(name))} AS DOUBLE)`,
  segmentField: (name) => `(line ->> ${sqlQuoted(jsonPathOf('segments', name))})`,
};

/** As JSON writes a number. */
const NUMBER = '^-?[0-9]{1,30}([.][0-9]+)?([eE][-+]?[0-9]{1,2})?$';

const postgres: Dialect = {
  ...common,
  name: 'postgres',
  title: 'PostgreSQL',
  load: `CREATE TABLE raw (line jsonb);\n-- psql -c "\\copy raw from '${FILE}' with (format csv, quote e'\\x01', delimiter e'\\x02')"`,
  noText: 'CAST(NULL AS text)',
  noNumber: 'CAST(NULL AS double precision)',
  real: (expression) => `CAST(${expression} AS double precision)`,
  bytes: (expression) => `${expression} COLLATE "C"`,
  textField: (name) => `(line ->> ${sqlQuoted(name)})`,
  numberField: (name) =>
    `CASE WHEN line ->> ${sqlQuoted(name)} ~ '${NUMBER}' THEN CAST(line ->> ${sqlQuoted(name)} AS double precision) END`,
  segmentField: (name) => `(line -> 'segments' ->> ${sqlQuoted(name)})`,
};

const COLUMNS = `  id String, type LowCardinality(String), at Float64, sentAt Nullable(Float64), received Nullable(Float64),
  subject String, visitor Nullable(String), experiment LowCardinality(Nullable(String)),
  phase LowCardinality(Nullable(String)), variant LowCardinality(Nullable(String)),
  reason LowCardinality(Nullable(String)), device LowCardinality(Nullable(String)), isNew Nullable(Bool),
  language LowCardinality(Nullable(String)), segments Map(String, String), name LowCardinality(Nullable(String)),
  value Nullable(Float64), code LowCardinality(Nullable(String)), selector Nullable(String)`;

const clickhouse: Dialect = {
  ...common,
  name: 'clickhouse',
  title: 'ClickHouse',
  settings: ['SET join_use_nulls = 1', 'SET prefer_column_name_to_alias = 1'],
  load: `CREATE TABLE events (
${COLUMNS}
) ENGINE = MergeTree ORDER BY (coalesce(visitor, subject), type, at);
-- clickhouse-client --query "INSERT INTO events SETTINGS input_format_skip_unknown_fields = 1 FORMAT JSONEachRow" < ${FILE}`,
  table: 'events',
  text: sqlEscaped,
  noText: 'CAST(NULL AS Nullable(String))',
  noNumber: 'CAST(NULL AS Nullable(Float64))',
  real: (expression) => `toFloat64(${expression})`,
  textField: (name) => `CAST(${name} AS Nullable(String))`,
  numberField: (name) => name,
  segmentField: (name) =>
    `if(mapContains(segments, ${sqlEscaped(name)}), CAST(segments[${sqlEscaped(name)}] AS Nullable(String)), NULL)`,
  keep: (name, query) => `CREATE TEMPORARY TABLE ${name} ENGINE = Memory AS\n${query}`,
  view: null,
};

const bigquery: Dialect = {
  ...common,
  name: 'bigquery',
  title: 'BigQuery',
  load: `CREATE TABLE raw (line JSON);\n-- bq load --source_format=CSV --field_delimiter='\\x01' --quote='' raw ${FILE}`,
  text: sqlEscaped,
  noText: 'CAST(NULL AS STRING)',
  noNumber: 'CAST(NULL AS FLOAT64)',
  real: (expression) => `CAST(${expression} AS FLOAT64)`,
  textField: (name) => `JSON_VALUE(line, ${sqlEscaped(jsonPathOf(name))})`,
  numberField: (name) => `SAFE_CAST(JSON_VALUE(line, ${sqlEscaped(jsonPathOf(name))}) AS FLOAT64)`,
  segmentField: (name) => `JSON_VALUE(line, ${sqlEscaped(jsonPathOf('segments', name))})`,
  keep: (name, query) => `CREATE TEMP TABLE ${name} AS\n${query}`,
  view: (name, query) => `CREATE TEMP TABLE ${name} AS\n${query}`,
};

const snowflake: Dialect = {
  ...common,
  name: 'snowflake',
  title: 'Snowflake',
  load: `CREATE TABLE raw (line VARIANT);\n-- PUT file://${FILE} @%raw; COPY INTO raw FROM @%raw FILE_FORMAT = (TYPE = JSON);`,
  text: sqlEscaped,
  textField: (name) => `GET(line, ${sqlEscaped(name)})::VARCHAR`,
  // Through a text some digits would be lost: only of what is a text already.
  numberField: (name) => {
    const field = `GET(line, ${sqlEscaped(name)})`;
    return `CASE WHEN TYPEOF(${field}) IN ('INTEGER', 'DECIMAL', 'DOUBLE') THEN ${field}::DOUBLE ELSE TRY_TO_DOUBLE(${field}::VARCHAR) END`;
  },
  segmentField: (name) => `GET(GET(line, 'segments'), ${sqlEscaped(name)})::VARCHAR`,
};

/** By name. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  sqlite,
  duckdb,
  clickhouse,
  postgres,
  bigquery,
  snowflake,
};
