/** Reads `results` of the configuration: who counts events for Studio, and where events lie besides its own. */

import { isAddress, shown } from '../../files/index.js';
import { type Environment, fromEnvironment } from '../environment.js';
import type { ReadoutEngine } from './asked.js';

/** Below `results:` in fx.config.yaml. */
export interface ResultsSettings {
  /** Undefined: in memory, and Parquet by DuckDB. */
  readonly engine: ReadoutEngine | undefined;
  /** Files and folders of events besides those that the server stores. */
  readonly events: readonly string[];
}

/** What is wrong, as `field` must be `must`. */
export type ResultsFault = { readonly field: string; readonly must: string };

const FIELDS = ['engine', 'url', 'table', 'events'];
const ENGINES = ['memory', 'duckdb', 'clickhouse'] as const;

/** @param env where an address that begins with `$` is taken from */
export function readResults(value: unknown, env: Environment): ResultsSettings | ResultsFault {
  if (value === undefined) return { engine: undefined, events: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { field: 'results', must: `an object with ${FIELDS.join(', ')}` };
  const fields = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return { field: `results.${unknown}`, must: `one of ${FIELDS.join(', ')}` };
  const { engine, url, table, events = [] } = fields;
  const is = ENGINES.find((one) => one === engine);
  if (engine !== undefined && is === undefined)
    return { field: 'results.engine', must: `one of ${ENGINES.join(', ')}` };
  if (!isList(events)) return { field: 'results.events', must: 'a list of files and folders of events' };
  const far = events.find(isAddress);
  if (far !== undefined)
    return { field: 'results.events', must: `files and folders here, so that ${shown(far)} has to be copied first` };
  if (is === 'clickhouse') return clickHouseIn({ url, table, events }, env);
  const lost = Object.entries({ url, table }).find(([, one]) => one !== undefined);
  if (lost) return { field: `results.${lost[0]}`, must: 'left out: it is for engine: clickhouse' };
  return { engine: is && { is }, events };
}

interface ClickHouseFields {
  readonly url: unknown;
  readonly table: unknown;
  readonly events: readonly string[];
}

function clickHouseIn(
  { url, table = 'events', events }: ClickHouseFields,
  env: Environment,
): ResultsSettings | ResultsFault {
  if (events.length) return { field: 'results.events', must: 'left out: ClickHouse counts a table in place of files' };
  const place = typeof url === 'string' ? fromEnvironment(url, env) : '';
  if (place === null)
    return { field: 'results.url', must: `in the environment: ${String(url).slice(1)} is not set there` };
  if (!URL.canParse(place) || !/^https?:$/.test(new URL(place).protocol))
    return { field: 'results.url', must: 'the address of ClickHouse, such as http://localhost:8123' };
  // It becomes part of statements.
  if (typeof table !== 'string' || !/^[a-z_]\w*(\.[a-z_]\w*)?$/i.test(table))
    return { field: 'results.table', must: 'a name such as events or shop.events' };
  return { engine: { is: 'clickhouse', url: place, table }, events };
}

const isList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');

/** Who counts, without a name and a password. */
export function engineName(engine: ReadoutEngine | undefined): string {
  if (engine?.is === 'clickhouse') return `ClickHouse at ${new URL(engine.url).host}, from the table ${engine.table}`;
  return engine?.is === 'duckdb' ? 'DuckDB, from the files' : 'Studio itself, from the files';
}
