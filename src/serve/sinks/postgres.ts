/** Ships events to PostgreSQL, into the table that the statements of `fx sql --dialect postgres` read. */

import type { Client } from 'pg';
import { codeOf, isNotInstalled } from '../../files/index.js';
import { wordsOfFault } from '../unreached.js';
import type { Sink, SinkDelivery } from './sink.js';

/** A PostgreSQL server. */
export interface PostgresSinkOptions {
  readonly name: string;
  readonly url: string;
  readonly table: string;
}

/** The line that installs what speaks to PostgreSQL. */
export const INSTALL_PG = 'npm install pg';

const TIMEOUT_MS = 30_000;

/** Makes the table where there is none, with an index that lets an event in once. */
export function createPostgresSink({ name, url, table }: PostgresSinkOptions): Sink {
  let client: Client | null = null;
  const drop = async (): Promise<void> => {
    const old = client;
    client = null;
    await old?.end().catch(() => undefined); // it is given up: how it ends changes nothing
  };
  const connect = async (): Promise<Client> => {
    if (client) return client;
    const { default: pg } = await import('pg');
    const fresh = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      application_name: 'fx serve',
    });
    // A connection that is cut while nothing is asked: the next batch makes another one.
    fresh.on('error', () => void drop());
    client = fresh;
    await fresh.connect();
    await makeTable(fresh, table);
    return fresh;
  };
  return {
    name,
    close: drop,
    async deliver(lines, signal) {
      const cut = (): void => void drop();
      signal.addEventListener('abort', cut);
      try {
        const connected = await connect();
        await connected.query(
          `INSERT INTO ${table} (line) SELECT one::jsonb FROM unnest($1::text[]) AS one ON CONFLICT DO NOTHING`,
          [lines],
        );
        return { is: 'stored' };
      } catch (error) {
        const delivery = deliveryAfter(error);
        if (delivery.is === 'unavailable') await drop();
        return delivery;
      } finally {
        signal.removeEventListener('abort', cut);
      }
    },
  };
}

async function makeTable(client: Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string | null }>('SELECT to_regclass($1) AS name', [table]);
  if (rows[0]?.name) return;
  const index = `${table.replace('.', '_')}_id`;
  // In one transaction, so that a table is never without its index; another server may make it at the same time.
  await client.query(`SELECT pg_advisory_lock(7230)`);
  try {
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${table} (line jsonb NOT NULL);
       CREATE UNIQUE INDEX IF NOT EXISTS ${index} ON ${table} ((line ->> 'id'))`,
    );
  } finally {
    await client.query(`SELECT pg_advisory_unlock(7230)`);
  }
}

/** Sentences of the client itself, which come without a code. */
const SAFE =
  /^(Connection terminated( unexpectedly| due to connection timeout)?|timeout expired|Query read timeout|The server does not support SSL connections|There was an error establishing an SSL connection|SASL: [A-Z-]+: .*)$/;

/** Of class 22 and 23 are values that it cannot take; everything else is the server's. */
function deliveryAfter(error: unknown): SinkDelivery {
  if (isNotInstalled(error))
    return { is: 'unavailable', reason: `pg is not installed: ${INSTALL_PG} puts it beside fx.` };
  const code = codeOf(error);
  // An address may stand in what the client says, and its password in the address.
  const isSafe = error instanceof Error && (/^[0-9A-Z]{5}$/.test(code) || SAFE.test(error.message));
  const said = isSafe ? error.message : wordsOfFault(code);
  return /^2[23][0-9A-Z]{3}$/.test(code) ? { is: 'refused', reason: said } : { is: 'unavailable', reason: `${said}.` };
}
