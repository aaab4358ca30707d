/** Tests with which settings events are inserted into ClickHouse: an answer has to say that they are stored. */

import { expect, test } from 'vitest';
import { createClickHouseSink } from '../../../src/serve/sinks/clickhouse.js';
import { listen } from '../../collector/events.js';

test('events count as shipped only once ClickHouse has stored them, and not when it has taken them to memory', async () => {
  const queries: string[] = [];
  const url = await listen((request, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams.get('query') ?? '';
    queries.push(query);
    // Without waiting ClickHouse answers 200 at once, and loses what it holds in memory when it ends.
    request.resume().on('end', () => response.end());
  });
  const sink = createClickHouseSink({ name: 'ch', url, table: 'events' });
  const delivered = await sink.deliver(['{"id":"a"}'], new AbortController().signal);
  expect(delivered).toMatchObject({ is: 'stored' });
  expect(queries).toHaveLength(2);
  expect(queries[0]).toMatch(/^CREATE TABLE IF NOT EXISTS events\b/);
  expect(queries[1]).toMatch(/^INSERT INTO events SETTINGS (.*) FORMAT JSONEachRow$/);
  const settings = Object.fromEntries(
    (/SETTINGS (.*) FORMAT/.exec(queries[1] ?? '')?.[1] ?? '').split(', ').map((one) => one.split(' = ')),
  ) as Record<string, string>;
  expect(settings).toEqual({
    async_insert: '1',
    wait_for_async_insert: '1',
    input_format_skip_unknown_fields: '1',
  });
});
