/** Ships events to ClickHouse by its HTTP interface, into the table that `fx results --engine clickhouse` reads. */

import { DIALECTS } from '../../results/index.js';
import { send } from '../reach.js';
import { deliveryOf } from './http.js';
import type { Sink, SinkDelivery } from './sink.js';

/** A ClickHouse server. */
export interface ClickHouseSinkOptions {
  readonly name: string;
  /** Of the HTTP interface; a name, a password and `?database=` may stand in it. */
  readonly url: string;
  readonly table: string;
}

/** What ClickHouse says of a value that it cannot read: of the events, not of the server or the table. */
const UNREADABLE = /Code: (6|26|27|38|41|53|69|72|117|130|131|190|321|349|467)\b/;

/** What went wrong once the head of an answer was sent stands in its body, below a 200; a page of a proxy does, too. */
const isEmpty = (text: string): boolean => text.trim() === '';

/** Makes the table where there is none. */
export function createClickHouseSink({ name, url, table }: ClickHouseSinkOptions): Sink {
  let hasTable = false;
  const ask = async (query: string, body: string, signal: AbortSignal): Promise<SinkDelivery> => {
    const address = new URL(url);
    const { username, password } = address;
    address.username = '';
    address.password = '';
    address.searchParams.set('query', query);
    const headers = {
      ...(username && { 'X-ClickHouse-User': decodeURIComponent(username) }),
      ...(password && { 'X-ClickHouse-Key': decodeURIComponent(password) }),
    };
    const sent = await send({ url: address.href, headers, body, signal });
    return deliveryOf(sent, (_, text) => UNREADABLE.test(text), isEmpty);
  };
  return {
    name,
    close: () => Promise.resolve(),
    async deliver(lines, signal) {
      if (!hasTable) {
        const [create = ''] = DIALECTS.clickhouse.load.split(';');
        const made = await ask(
          create.replace('CREATE TABLE events', `CREATE TABLE IF NOT EXISTS ${table}`),
          '',
          signal,
        );
        if (made.is !== 'stored') return { is: 'unavailable', reason: made.reason };
        hasTable = true;
      }
      // With async_insert many small batches make one part; waited for, an answer says that it is stored.
      const settings = 'async_insert = 1, wait_for_async_insert = 1, input_format_skip_unknown_fields = 1';
      return ask(`INSERT INTO ${table} SETTINGS ${settings} FORMAT JSONEachRow`, `${lines.join('\n')}\n`, signal);
    },
  };
}
