/** Makes Parquet of each day that is over, in buckets by subject as `fx events compact` does. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Segment } from '../../collector/index.js';
import { makeDirectory, Refusal, readChunks, shown } from '../../files/index.js';
import { compactEvents } from '../../results/index.js';
import type { Cursor } from './cursor.js';
import { openSegment } from './segments.js';
import { createSinkNews, type Shipper } from './ship.js';

/** The line that installs what writes Parquet. */
const INSTALL_DUCKDB = 'npm install @duckdb/node-api';

/** What packing works with. */
export interface PackerParts {
  readonly name: string;
  /** Where the Parquet is kept. */
  readonly folder: string;
  readonly cursor: Cursor;
  readonly segments: () => Promise<readonly Segment[]>;
  readonly pauseMs?: number | undefined;
  readonly say: (sentence: string) => void;
}

const PAUSE_MS = 60_000;

/**
 * Looks for days that are over. The same lines make the same files, so that a day that is packed twice adds nothing.
 */
export function startPacker({ name, folder, cursor, segments, pauseMs = PAUSE_MS, say }: PackerParts): Shipper {
  const ending = new AbortController();
  const { signal } = ending;
  const told = createSinkNews(name, say);
  let shipped = 0;
  const idOf = async (segment: Segment): Promise<string | null> => {
    const opened = segment.day === null ? null : await openSegment(segment, () => ({ ino: 0, bytes: 0 }));
    await opened?.close();
    return opened?.id ?? null;
  };
  const look = async (): Promise<void> => {
    const seen = new Set<string>();
    for (const segment of await segments()) {
      const id = await idOf(segment);
      if (id === null || signal.aborted) continue;
      seen.add(id);
      if (cursor.at(id) === 'done') continue;
      shipped += await packDay(segment, folder);
      cursor.advance(id, 'done');
    }
    if (!signal.aborted) cursor.keepOnly(seen);
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look().then(
        () => told.isWell(),
        (error: unknown) => told.isIll(error instanceof Refusal ? error.message : String(error)),
      );
      await wait(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    health: () => ({ name, shipped, deadLetters: 0, problem: told.problem() }),
    async hasShipped(segment) {
      const id = await idOf(segment);
      return id === null || cursor.at(id) === 'done';
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}

/** @throws Refusal where it cannot be packed */
async function packDay({ path }: Segment, folder: string): Promise<number> {
  makeDirectory(folder);
  const lines = {
    name: shown(path),
    chunks: (onOddity: Parameters<typeof readChunks>[1]) => readChunks(path, onOddity),
  };
  const made = await compactEvents([lines], folder);
  if (made.ok) return made.events;
  throw new Refusal(
    made.code === 'missing'
      ? `DuckDB is not installed: ${INSTALL_DUCKDB} puts it beside fx.`
      : `DuckDB gave up: ${made.reason.trim().split('\n', 1)[0]}.`,
    'duckdb',
  );
}
