/** Runs the script of DuckDB over lines some of whose fields are no numbers: they end nothing, and count as nothing. */

import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { countRow, gatherCounts } from '../../../src/results/engines/gathered.js';
import { DIALECTS } from '../../../src/results/engines/sql/dialects.js';
import { scriptOf } from '../../../src/results/engines/sql/script.js';
import { asked, buy, count, exposure, type Fields, ORDERS, REVENUE } from '../counted.js';
import { expectAlike } from './alike.js';

const QUESTION = asked([ORDERS, REVENUE]);

async function inDuckDb(lines: readonly Fields[]) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE TABLE raw (line JSON)');
  for (const line of lines) await connection.run('INSERT INTO raw VALUES ($1)', [JSON.stringify(line)]);
  const parts = scriptOf(QUESTION, DIALECTS.duckdb);
  for (const { sql } of parts.slice(0, -1)) await connection.run(sql);
  const reader = await connection.runAndReadAll(parts.at(-1)?.sql ?? '');
  return gatherCounts(QUESTION, reader.getRowObjectsJS().map(countRow));
}

test('a line with a number that is none counts neither in DuckDB’s script nor in memory', async () => {
  const sound = [exposure(1, 's1', 'a'), exposure(1, 's2', 'b'), buy(5, 's1', 7), buy(6, 's2', 3)];
  const broken = [
    exposure(1, 's3', 'a', { at: 'soon' }),
    buy(7, 's1', 1, { value: 'ten' }),
    buy(8, 's2', 1, { value: { much: 1 } }),
  ];
  const wanted = (await count([sound], QUESTION)).counts;
  expect((await count([[...broken, ...sound]], QUESTION)).counts).toEqual(wanted);
  expectAlike(await inDuckDb([...broken, ...sound]), wanted);
});
