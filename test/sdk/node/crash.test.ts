/** Checks that what was counted arrives, each event once, whatever becomes of the process that has counted it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Conversion } from '../../../src/core/index.js';
import { programOf } from '../../program.js';
import { manifestOf } from '../server/visits.js';

let program = '';
let folder = '';
let server: Server;
let url = '';
let isAway = false;
const received = new Map<string, string>();

beforeAll(async () => {
  program = await programOf(join(import.meta.dirname, 'server.child.ts'));
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fx-spool-'));
  received.clear();
  isAway = false;
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (isAway) return response.writeHead(503).end();
      const { events } = JSON.parse(Buffer.concat(parts).toString()) as { events: Conversion[] };
      for (const { id, name } of events) received.set(id, name);
      return response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  /** The names that it has said so far. */
  names(): string[];
  until(isThere: () => boolean): Promise<void>;
}

function start(count: number, env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      COLLECT: url,
      SPOOL: folder,
      COUNT: `${count}`,
      MANIFEST: JSON.stringify(manifestOf()),
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout?.on('data', (part: Buffer) => {
    said += part.toString();
  });
  const names = (): string[] =>
    said
      .split('\n')
      .slice(0, -1)
      .filter((line) => line !== 'done');
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { child, names, until };
}

async function end({ child }: Running, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

test('killed at any point, while the collector is away, nothing that was counted is lost', async () => {
  isAway = true;
  const said: string[] = [];
  for (const count of [40, 400, 900]) {
    const running = start(2000);
    await running.until(() => running.names().length >= count);
    await end(running, 'SIGKILL');
    said.push(...running.names());
  }
  isAway = false;
  const last = start(1);
  await last.until(() => said.every((name) => new Set(received.values()).has(name)));
  await end(last, 'SIGTERM');
  const arrived = [...received.values()];
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(readdirSync(folder)).toEqual([]);
});

test('asked to end, it sends what waits before it goes, as the signal would have it', async () => {
  const running = start(1000, { SPOOL: '' });
  await running.until(() => running.names().length >= 1000);
  const exit = once(running.child, 'exit');
  running.child.kill('SIGTERM');
  expect(await exit).toEqual([null, 'SIGTERM']);
  expect(new Set(received.values())).toEqual(new Set(running.names()));
});

test('asked to end while the collector is away, it leaves everything to the next', async () => {
  isAway = true;
  const running = start(300);
  await running.until(() => running.names().length >= 300);
  await end(running, 'SIGTERM');
  expect(received.size).toBe(0);
  isAway = false;
  const next = start(1);
  await next.until(() => received.size >= 301);
  await end(next, 'SIGTERM');
  expect([...received.values()].sort()).toEqual([...running.names(), ...next.names()].sort());
});

test('leaves the files of a process that lives alone', async () => {
  isAway = true;
  const living = start(50);
  await living.until(() => living.names().length >= 50);
  const other = start(50);
  await other.until(() => other.names().length >= 50);
  await end(other, 'SIGKILL');
  isAway = false;
  await end(living, 'SIGTERM');
  expect([...received.values()].sort()).toEqual(living.names().sort());
});
