/** Tests how ClickHouse is asked: in one session, with a name and a password that stand in no message. */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { countInClickHouse } from '../../../src/results/index.js';
import { asked } from '../made.js';

const QUESTION = { experiments: [asked()], by: [], isStitched: true };
interface Seen {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly sql: string;
}
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers every statement so. */
async function serverOf(answer: (sql: string) => readonly [status: number, text: string]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const sql = await text(request);
    seen.push({ url: new URL(request.url ?? '', 'http://x'), headers: request.headers, sql });
    const [status, body] = answer(sql);
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => server.close());
  return { seen, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const counts = (sql: string): readonly [number, string] => [
  200,
  sql.startsWith('SELECT count()') ? '{"events":"12"}\n' : '',
];

test('all statements go to one session, with the name and the password in headers', async () => {
  const { host, seen } = await serverOf(counts);
  const found = await countInClickHouse(QUESTION, { url: `http://fx:s%40cret@${host}/?database=web`, table: 'events' });
  expect(found).toMatchObject({ ok: true, repeated: null, reading: { events: 12, lines: 12, unread: 0 } });
  expect(seen.length).toBeGreaterThan(5);
  expect(new Set(seen.map(({ url }) => url.searchParams.get('session_id'))).size).toBe(1);
  expect(new Set(seen.map(({ url }) => url.searchParams.get('database')))).toEqual(new Set(['web']));
  expect(seen[0]?.headers).toMatchObject({ 'x-clickhouse-user': 'fx', 'x-clickhouse-key': 's@cret' });
});

test('without a name nothing is said of one', async () => {
  const { host, seen } = await serverOf(counts);
  await countInClickHouse(QUESTION, { url: `http://${host}/`, table: 'events' });
  expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => name.startsWith('x-clickhouse'))).toEqual([]);
});

test('what it refuses is told in the first line of its own words', async () => {
  const { host } = await serverOf(() => [500, `Code: 60. ${'x'.repeat(900)}\nstack\n`]);
  const found = await countInClickHouse(QUESTION, { url: `http://fx:secret@${host}/`, table: 'events' });
  expect(found).toMatchObject({ ok: false, code: 'failed' });
  const { reason } = found as { reason: string };
  expect(reason).toMatch(/^it answered 500: Code: 60\. x+$/);
  expect(reason).toHaveLength(517);
});

test('a server that is not there is told by the reason of the network', async () => {
  const found = await countInClickHouse(QUESTION, { url: 'http://fx:secret@127.0.0.1:1/', table: 'events' });
  expect(found).toMatchObject({ ok: false, code: 'failed', reason: expect.stringMatching(/ECONNREFUSED|bad port/) });
});

test('an answer that is none is a failure, and an address that is none, too', async () => {
  const { host } = await serverOf(() => [200, '<html>']);
  expect(await countInClickHouse(QUESTION, { url: `http://${host}/`, table: 'events' })).toMatchObject({ ok: false });
});

test('an error whose cause says nothing is told in its own words', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('fetch failed', { cause: new AggregateError([], '') })));
  const found = await countInClickHouse(QUESTION, { url: 'http://127.0.0.1:1', table: 'events' });
  expect(found).toEqual({ ok: false, code: 'failed', reason: 'fetch failed' });
  vi.unstubAllGlobals();
});
