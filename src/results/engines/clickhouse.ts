/** Counts the events of a table in ClickHouse, by HTTP. */

import { randomUUID } from 'node:crypto';
import type { ResultQuestion } from '../question.js';
import type { EngineCounts } from './duckdb/engine.js';
import { countRow, gatherCounts } from './gathered.js';
import { DIALECTS } from './sql/dialects.js';
import { scriptOf } from './sql/script.js';

/** Where the events are. */
export interface ClickHouseTable {
  /** Of its HTTP interface; a name and a password may stand in it, and `?database=`. */
  readonly url: string;
  /** As docs/analysis.md makes it. */
  readonly table: string;
}

/** Temporary tables last as long as their session: it ends by itself once nothing was asked for so many seconds. */
const SESSION_SECONDS = '60';

/** Runs the script a statement at a time, in one session. */
export async function countInClickHouse(
  question: ResultQuestion,
  { url, table }: ClickHouseTable,
): Promise<EngineCounts> {
  const ask = createAsker(url);
  try {
    const told = await ask(`SELECT count() AS events FROM ${table}`);
    const events = Number((JSON.parse(told) as { readonly events: unknown }).events);
    let answer = '';
    for (const { sql } of scriptOf(question, { ...DIALECTS.clickhouse, table })) answer = await ask(sql);
    const rows = answer.split('\n').filter((line) => line !== '');
    return {
      ok: true,
      counts: gatherCounts(
        question,
        rows.map((line) => countRow(JSON.parse(line) as Readonly<Record<string, unknown>>)),
      ),
      repeated: null,
      reading: { lines: events, events, unread: 0, firstUnread: null, firstFault: null, dropped: 0, oddities: [] },
    };
  } catch (error) {
    return { ok: false, code: 'failed', reason: reasonOf(error as Error) };
  }
}

function createAsker(address: string): (sql: string) => Promise<string> {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.searchParams.set('session_id', `fx-${randomUUID()}`);
  url.searchParams.set('session_timeout', SESSION_SECONDS);
  url.searchParams.set('default_format', 'JSONEachRow');
  const headers = {
    ...(username && { 'X-ClickHouse-User': decodeURIComponent(username) }),
    ...(password && { 'X-ClickHouse-Key': decodeURIComponent(password) }),
  };
  return async (sql) => {
    const response = await fetch(url, { method: 'POST', headers, body: sql });
    const text = await response.text();
    if (response.ok) return text;
    throw new Error(`it answered ${response.status}: ${text.trim().split('\n', 1)[0]?.slice(0, 500)}`);
  };
}

/** What `fetch` says stands in the cause, unless several addresses failed. */
const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message || error.message : error.message;
