/** Holds the SQL of databases that no test can run to what their parsers and manuals say. */

import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { scriptOf } from '../../../src/results/engines/sql/script.js';
import type { ResultQuestion } from '../../../src/results/index.js';
import { LATER_QUESTION, ORDERED_QUESTION, QUESTION } from './shop.js';

/** What of a parser is used here. */
interface Parsing {
  readonly Parser: new () => {
    parse(sql: string, options: { readonly database: string }): { readonly ast: Tree | readonly Tree[] };
  };
}
interface Tree {
  readonly type: string;
}

/** Each database by itself: the package as a whole holds a dozen. */
const require = createRequire(import.meta.url);
const bigquery: Parsing = require('node-sql-parser/build/bigquery.js');
const snowflake: Parsing = require('node-sql-parser/build/snowflake.js');

/** Ids, phases, events and facts with everything that could end a literal. */
const ODD = `it's "odd" \\ \` -- \r\n /* ; $1 %s 日本 */ \${x}`;
const QUESTIONS: Readonly<Record<string, ResultQuestion>> = {
  'of every kind': QUESTION,
  'with published phases': ORDERED_QUESTION,
  'of later phases': LATER_QUESTION,
  'without stitching': { ...QUESTION, isStitched: false },
  'about nothing': { experiments: [], by: [], isStitched: true },
  'without metrics': { experiments: [{ id: 'cta', metrics: [] }], by: [], isStitched: true },
  'with odd names': {
    experiments: [{ id: ODD, designs: [{ phase: ODD }], metrics: [{ key: ODD, kind: 'sum', eventName: ODD }] }],
    by: [ODD, 'language'],
    isStitched: true,
  },
};

/** What a statement is without its literals and names in quotes. */
const bare = (sql: string): string => sql.replace(/'(?:\\.|[^'\\])*'|`[^`]*`/gs, '0').replace(/--.*$/gm, '');

/** What stands before a parenthesis and is no function. */
const SYNTAX = /^(?:AS|IN|OVER|FROM|JOIN|AND|OR|NOT|ON|WHEN|THEN|ELSE|CASE|SELECT|WHERE|UNION|ALL|BY|raw)$/i;
const calledIn = (sql: string): string[] =>
  [...bare(sql).matchAll(/\b([A-Za-z_]+)\s*\(/g)].map(([, name = '']) => name).filter((name) => !SYNTAX.test(name));
/** Names that the SQL gives, and names that it reads of a table. */
const namesIn = (sql: string): string[] =>
  [...bare(sql).matchAll(/\bAS\s+([a-z_]\w*)|\b[a-z_]\w*\.([a-z_]\w*)/g)].map(([, given, read]) => given ?? read ?? '');

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

const WAREHOUSES = {
  bigquery: {
    parser: new bigquery.Parser(),
    dialect: DIALECTS.bigquery,
    /** https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all */
    functions: words(
      'abs avg cast ceil coalesce count dense_rank floor json_value max min row_number safe_cast sqrt sum',
    ),
    /** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#reserved_keywords */
    reserved: words(
      `all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current
      default define desc distinct else end enum escape except exclude exists extract false fetch following for from
      full group grouping groups hash having if ignore in inner intersect interval into is join lateral left like limit
      lookup merge natural new no not null nulls of on or order outer over partition preceding proto qualify range
      recursive respect right rollup rows select set some struct tablesample then to treat true unbounded union unnest
      using when where window with within`,
    ),
    /** What another database takes. */
    strange: ['SELECT CAST(NULL AS VARCHAR)', "SELECT line ->> '$.at' FROM raw", 'SELECT 1 AS window'],
  },
  snowflake: {
    parser: new snowflake.Parser(),
    dialect: DIALECTS.snowflake,
    /** https://docs.snowflake.com/en/sql-reference/functions-all */
    functions: words(
      'abs avg cast ceil coalesce count dense_rank floor get max min row_number sqrt sum try_to_double typeof',
    ),
    /** https://docs.snowflake.com/en/sql-reference/reserved-keywords */
    reserved: words(
      `account all alter and any as between by case cast check column connect connection constraint create cross current
      current_date current_time current_timestamp current_user database delete distinct drop else exists false following
      for from full grant group gscluster having ilike in increment inner insert intersect into is issue join lateral
      left like localtime localtimestamp minus natural not null of on or order organization qualify regexp revoke right
      rlike row rows sample schema select set some start table tablesample then to trigger true try_cast union unique
      update using values view when whenever where with`,
    ),
    strange: ['SELECT CAST(NULL AS STRUCT<a INT64>)', 'SELECT a, FROM x', 'SELECT count(*) OVER (PARTITION BY) FROM x'],
  },
} as const;

describe.each(Object.entries(WAREHOUSES))(
  'the SQL of %s',
  (name, { parser, dialect, functions, reserved, strange }) => {
    const kindOf = (sql: string): unknown => {
      const { ast } = parser.parse(sql, { database: name });
      return ([ast].flat() as readonly Tree[])[0]?.type;
    };
    const partsOf = (question: ResultQuestion, table = dialect.table) => scriptOf(question, { ...dialect, table });

    test.each(Object.entries(QUESTIONS))('is parsed statement by statement, for a question %s', (_, question) => {
      const parts = partsOf(question);
      const kinds = parts.map(({ sql }) => kindOf(sql));
      expect(parts.length).toBeGreaterThan(30);
      expect(kinds).toEqual([...parts.slice(1).map(() => 'create'), 'select']);
    });

    test('is parsed with the name of another table, and so is what makes the usual one', () => {
      const [events] = partsOf(QUESTION, '`my-project.shop.events`');
      if (name === 'bigquery') expect(kindOf(events?.sql ?? '')).toBe('create');
      expect(kindOf(partsOf(QUESTION, 'shop.events')[0]?.sql ?? '')).toBe('create');
      expect(dialect.load.split(';')[0]).toMatch(/^CREATE TABLE raw \(line (JSON|VARIANT)\)$/);
    });

    test('has literals that end in their line, with escapes that its manual has', () => {
      for (const { sql } of partsOf(QUESTIONS['with odd names'] as ResultQuestion)) {
        const rest = sql.replace(/'(?:\\[\\'nr]|[^'\\\n\r])*'/g, '·');
        expect(rest).not.toMatch(/['\\]|··/);
      }
    });

    test('calls functions that its manual has, and no others', () => {
      const called = Object.values(QUESTIONS).flatMap((question) =>
        partsOf(question).flatMap(({ sql }) => calledIn(sql)),
      );
      expect([...new Set(called.map((one) => one.toLowerCase()))].sort()).toEqual([...functions].sort());
    });

    test('names no table and no column as a word that is reserved', () => {
      const names = partsOf(QUESTION).flatMap(({ sql }) => namesIn(sql));
      expect(names).toContain('time_ms');
      expect(names.filter((one) => reserved.includes(one))).toEqual([]);
    });

    test.each(strange)('is told from what only others take: %s', (sql) => {
      expect(() => parser.parse(sql, { database: name })).toThrow();
    });
  },
);
