/** Reads `serve.sinks` of the configuration: where events are shipped to. */

import { type Environment, fromEnvironment } from '../environment.js';

/** A sink as it is configured. */
export type SinkSettings =
  | { readonly is: 'http'; readonly url: string; readonly secret?: string | undefined }
  | { readonly is: 'clickhouse' | 'postgres'; readonly url: string; readonly table: string }
  | { readonly is: 'parquet'; readonly folder: string };

/** What is wrong, as `field` must be `must`. */
export type SinkFault = { readonly field: string; readonly must: string };

const FIELDS: { readonly [Kind in SinkSettings['is']]: readonly string[] } = {
  http: ['http', 'secret'],
  clickhouse: ['clickhouse', 'table'],
  postgres: ['postgres', 'table'],
  parquet: ['parquet'],
};
const KINDS: readonly SinkSettings['is'][] = ['http', 'clickhouse', 'postgres', 'parquet'];
const LIST = 'a list of sinks, each with one of http, clickhouse, postgres, parquet';

/** @param env where values that begin with `$` are taken from */
export function readSinks(value: unknown, env: Environment): readonly SinkSettings[] | SinkFault {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return { field: 'serve.sinks', must: LIST };
  const sinks: SinkSettings[] = [];
  for (const [index, one] of value.entries()) {
    const read = readSink(one, `serve.sinks[${index}]`, env);
    if ('must' in read) return read;
    sinks.push(read);
  }
  return sinks;
}

function readSink(value: unknown, at: string, env: Environment): SinkSettings | SinkFault {
  if (typeof value !== 'object' || value === null) return { field: at, must: LIST };
  const fields = value as Readonly<Record<string, unknown>>;
  const [is, second] = KINDS.filter((kind) => kind in fields);
  if (is === undefined || second !== undefined) return { field: at, must: LIST };
  const unknown = Object.keys(fields).find((field) => !FIELDS[is].includes(field));
  if (unknown !== undefined) return { field: `${at}.${unknown}`, must: `one of ${FIELDS[is].join(', ')}` };
  for (const [field, text] of Object.entries(fields)) {
    if (typeof text !== 'string' || text === '') return { field: `${at}.${field}`, must: 'text' };
    if (fromEnvironment(text, env) === null)
      return { field: `${at}.${field}`, must: `in the environment: ${text.slice(1)} is not set there` };
  }
  const text = (field: string): string | undefined => {
    const own = fields[field];
    return typeof own === 'string' ? (fromEnvironment(own, env) ?? undefined) : undefined;
  };
  const place = text(is) ?? '';
  if (is === 'parquet') return { is, folder: place };
  if (!isAddress(place, is))
    return {
      field: `${at}.${is}`,
      must:
        is === 'postgres' ? 'an address such as postgres://localhost/fx' : 'an address such as http://localhost:8123',
    };
  if (is === 'http') return { is, url: place, secret: text('secret') };
  const table = text('table') ?? (is === 'postgres' ? 'raw' : 'events');
  // It becomes part of statements.
  if (!/^[a-z_]\w*(\.[a-z_]\w*)?$/i.test(table))
    return { field: `${at}.table`, must: 'a name such as events or shop.events' };
  return { is, url: place, table };
}

const isAddress = (text: string, is: 'http' | 'clickhouse' | 'postgres'): boolean =>
  URL.canParse(text) && (is === 'postgres' ? /^postgres(ql)?:$/ : /^https?:$/).test(new URL(text).protocol);

/** Without a name, a password and whatever else may be a secret. */
export function sinkName(sink: SinkSettings): string {
  if (sink.is === 'parquet') return `parquet ${sink.folder}`;
  const { host, pathname } = new URL(sink.url);
  return sink.is === 'postgres' ? `postgres ${host}${pathname}` : `${sink.is} ${host}`;
}
