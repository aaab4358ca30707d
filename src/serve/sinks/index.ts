/** Starts what ships events to other places. */

import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Segment } from '../../collector/index.js';
import { createClickHouseSink } from './clickhouse.js';
import { type SinkSettings, sinkName } from './configured.js';
import { openCursor } from './cursor.js';
import { createDeadLetters } from './deadletters.js';
import { createHttpSink } from './http.js';
import { startPacker } from './parquet.js';
import { createPostgresSink } from './postgres.js';
import { type Shipper, startShipper } from './ship.js';
import type { Sink, SinkHealth } from './sink.js';

export { readSinks, type SinkSettings } from './configured.js';
export type { SinkHealth } from './sink.js';

/** What sinks work with. */
export interface SinksParts {
  readonly sinks: readonly SinkSettings[];
  /** Where it is kept how far each of them is, and what they refused. */
  readonly folder: string;
  /** All files of events, the oldest first. */
  readonly segments: () => Promise<readonly Segment[]>;
  readonly durable: () => { readonly ino: number; readonly bytes: number };
  readonly pauseMs?: number | undefined;
  readonly retryMs?: number | undefined;
  readonly now: () => number;
  readonly say: (sentence: string) => void;
}

/** All sinks at work. */
export interface Sinks {
  health(): readonly SinkHealth[];
  /** Whether every sink has all of a file. */
  hasShipped(segment: Segment): Promise<boolean>;
  stop(): Promise<void>;
}

/** @throws Refusal where it is not known how far one is */
export async function startSinks({ sinks, folder, ...parts }: SinksParts): Promise<Sinks> {
  const shippers: Shipper[] = [];
  for (const settings of sinks) {
    const name = sinkName(settings);
    const file = join(folder, fileOf(settings, name));
    const cursor = await openCursor(`${file}.json`);
    if (settings.is === 'parquet')
      shippers.push(startPacker({ ...parts, name, cursor, folder: resolve(settings.folder) }));
    else {
      const deadLetters = createDeadLetters(`${file}.refused.ndjson`, parts.now);
      shippers.push(startShipper({ ...parts, cursor, deadLetters, sink: createSink(settings, name) }));
    }
  }
  return {
    health: () => shippers.map((one) => one.health()),
    async hasShipped(segment) {
      for (const one of shippers) if (!(await one.hasShipped(segment))) return false;
      return true;
    },
    stop: async () => void (await Promise.all(shippers.map((one) => one.stop()))),
  };
}

/** The same for the same place: another password is no other sink, another table is. */
function fileOf(settings: SinkSettings, name: string): string {
  const path = 'url' in settings ? new URL(settings.url).pathname : '';
  const key = JSON.stringify([name, path, 'table' in settings ? settings.table : '']);
  return `${settings.is}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

function createSink(settings: Exclude<SinkSettings, { is: 'parquet' }>, name: string): Sink {
  if (settings.is === 'http') return createHttpSink({ name, url: settings.url, secret: settings.secret });
  const { url, table } = settings;
  return settings.is === 'postgres'
    ? createPostgresSink({ name, url, table })
    : createClickHouseSink({ name, url, table });
}
