/** Holds batches and requests that the server's tests are made of. */

import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CollectorOptions, createCollector } from '../../src/collector/collector.js';

/** An exposure with a fresh id. */
export const exposure = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: randomUUID(),
  type: 'exposure',
  at: 1_760_000_000_000,
  subject: 'visitor-1',
  revision: 'abc',
  path: '/product.html',
  experiment: 'hero-headline',
  variant: 'treatment',
  reason: 'assigned',
  ...fields,
});

/** The body of one POST. */
export const batch = (events: readonly unknown[], fields: Record<string, unknown> = {}): string =>
  JSON.stringify({ v: 1, sentAt: 1_760_000_000_500, dropped: 0, events, ...fields });

/** Posts as the tag does. */
export const post = (url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...headers } });

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fx-server-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Every line of an NDJSON file, parsed; throws at one that is not JSON. */
export const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** Listens on a free port of 127.0.0.1 until the test ends. */
export async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A collector that listens until the test ends. */
export async function start(options: Partial<CollectorOptions> = {}) {
  const file = options.file ?? join(folder(), 'events.ndjson');
  const collector = await createCollector({ ...options, file });
  onTestFinished(() => collector.close());
  return { file, collector, url: `${await listen(collector.handle)}/events` };
}
