/** Checks what is said of each kind of sink that fails, and that nothing which it did not take counts as shipped. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listSegments } from '../../../src/collector/index.js';
import { type SinkSettings, type Sinks, startSinks } from '../../../src/serve/sinks/index.js';
import { type Receiver, startReceiver } from './receiver.js';

let root: string;
let receiver: Receiver;
let sinks: Sinks | null;
let said: string[];
const open: { close(): unknown }[] = [];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'fx-sinks-'));
  receiver = await startReceiver();
  sinks = null;
  said = [];
});
afterEach(async () => {
  await sinks?.stop();
  for (const one of open.splice(0)) one.close();
  await receiver.close();
  rmSync(root, { recursive: true, force: true });
});

const live = (): string => join(root, 'events.ndjson');
const write = (...ids: string[]): void =>
  writeFileSync(live(), ids.map((id) => `${JSON.stringify({ id, type: 'conversion' })}\n`).join(''));
const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 20_000, interval: 20 });

async function start(settings: SinkSettings): Promise<void> {
  sinks = await startSinks({
    sinks: [settings],
    folder: join(root, 'sinks'),
    segments: () => listSegments(live(), join(root, 'events')),
    durable: () => ({ ino: statSync(live()).ino, bytes: statSync(live()).size }),
    pauseMs: 5,
    retryMs: 5,
    now: Date.now,
    say: (sentence) => said.push(sentence),
  });
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  open.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const tcp = (hear: (socket: Socket, data: Buffer) => void): Promise<string> =>
  listening(
    createTcp((socket) => {
      open.push({ close: () => socket.destroy() });
      socket.on('error', () => undefined); // the other side may hang up first
      socket.on('data', (data: Buffer) => hear(socket, data));
    }),
  );

/** By no authority. */
const TLS = {
  key: readFileSync(new URL('./tls/key.pem', import.meta.url)),
  cert: readFileSync(new URL('./tls/self.pem', import.meta.url)),
};
const tls = (): Promise<string> => listening(createHttps(TLS, (_, response) => void response.writeHead(204).end()));
/** A server of PostgreSQL is asked first whether it has TLS: this one says yes. */
const noTls = (isAsked = false): Promise<string> => {
  const asked = new WeakSet<Socket>();
  return tcp((socket) => {
    socket.write(isAsked && !asked.has(socket) ? 'S' : 'no TLS at all');
    asked.add(socket);
  });
};

const of = (is: 'http' | 'clickhouse' | 'postgres', url: string): SinkSettings =>
  is === 'http' ? { is, url } : { is, url, table: 'raw' };
const NOWHERE = /its name leads nowhere \((ENOTFOUND|EAI_AGAIN)\)/;

describe('a sink that is not to be reached is tried again, and why is said once', () => {
  test.each<[string, () => Promise<SinkSettings>, RegExp]>([
    ['http whose name leads nowhere', async () => of('http', 'http://nowhere.invalid/in'), NOWHERE],
    ['clickhouse whose name leads nowhere', async () => of('clickhouse', 'http://u:hidden@nowhere.invalid/'), NOWHERE],
    ['postgres whose name leads nowhere', async () => of('postgres', 'postgres://u:hidden@nowhere.invalid/x'), NOWHERE],
    [
      'http with a certificate of its own',
      async () => of('http', `https://${await tls()}/in`),
      /this machine does not trust its certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\): NODE_EXTRA_CA_CERTS/,
    ],
    [
      'clickhouse with a certificate of its own',
      async () => of('clickhouse', `https://u:hidden@${await tls()}/`),
      /this machine does not trust its certificate/,
    ],
    ['http that speaks no TLS', async () => of('http', `https://${await noTls()}/in`), /speaks no TLS there/],
    [
      'clickhouse that speaks no TLS',
      async () => of('clickhouse', receiver.url.replace('http:', 'https:')),
      /speaks no TLS there/,
    ],
    [
      'postgres without TLS that is asked for it',
      async () => of('postgres', `postgres://u:hidden@${await tcp((socket) => socket.write('N'))}/x?sslmode=require`),
      /The server does not support SSL connections/,
    ],
    [
      'postgres whose TLS is none',
      async () => of('postgres', `postgres://u:hidden@${await noTls(true)}/x?sslmode=require`),
      /speaks no TLS there/,
    ],
    [
      'postgres that hangs up in the middle of its answer',
      async () => of('postgres', `postgres://u:hidden@${await tcp((socket) => socket.end('R\0\0'))}/x`),
      /Connection terminated unexpectedly/,
    ],
    [
      'postgres that refuses the password',
      async () => of('postgres', `postgres://u:hidden@${await tcp((socket) => socket.end(refusal()))}/x`),
      /password authentication failed for user/,
    ],
    [
      'clickhouse that refuses the password',
      async () => {
        receiver.answer = (_, response) => response.writeHead(401).end('Code: 516. DB::Exception: u: Authentication');
        return of('clickhouse', receiver.url);
      },
      /it answered 401: Code: 516/,
    ],
  ])('%s', async (_, settings, reason) => {
    write('a');
    await start(await settings());
    await until(() => expect(sinks?.health()[0]?.problem).toMatch(reason));
    expect(said).toEqual([
      expect.stringMatching(/takes no events: .* They wait in their files, and are tried again\.$/),
    ]);
    expect(said.join()).not.toContain('hidden');
    expect(sinks?.health()).toMatchObject([{ shipped: 0, deadLetters: 0 }]);
    const [segment] = await listSegments(live(), join(root, 'events'));
    expect(segment && (await sinks?.hasShipped(segment))).toBe(false);
  });
});

/** An ErrorResponse of PostgreSQL: class 28 is one of who asks, not of what. */
function refusal(): Buffer {
  const fields = ['SFATAL', 'VFATAL', 'C28P01', 'Mpassword authentication failed for user "u"'];
  const body = Buffer.from(`${fields.join('\0')}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('clickhouse that answers 200 and says in its body that it failed', () => {
  const stored = (): string[] => receiver.stored.filter((id) => id !== undefined);
  /** Without a statement that makes the table: that has no lines. */
  const answerTo = (text: (ids: readonly string[]) => string): void => {
    receiver.answer = ({ ids }, response) => {
      const said = ids.length ? text(ids) : '';
      if (said === '') receiver.stored.push(...ids);
      response.writeHead(200).end(said);
    };
  };

  test('gets the same events again', async () => {
    answerTo(() => 'Code: 241. DB::Exception: Memory limit exceeded');
    write('a', 'b');
    await start(of('clickhouse', receiver.url));
    await until(() => expect(sinks?.health()[0]?.problem).toMatch(/it answered 200: Code: 241\. .*Memory limit/));
    answerTo(() => '');
    await until(() => expect(stored()).toEqual(['a', 'b']));
    await until(() => expect(sinks?.health()).toMatchObject([{ shipped: 2, deadLetters: 0, problem: null }]));
  });

  test('of one event has that one set aside', async () => {
    answerTo((ids) => (ids.includes('bad') ? 'Code: 27. DB::Exception: Cannot parse input' : ''));
    write('a', 'bad', 'b');
    await start(of('clickhouse', receiver.url));
    await until(() => expect(sinks?.health()).toMatchObject([{ shipped: 2, deadLetters: 1, problem: null }]));
    expect(stored()).toEqual(['a', 'b']);
  });

  test('or is a page of somebody between, which is no answer of ClickHouse', async () => {
    answerTo(() => '<html>Sign in to this network</html>');
    write('a');
    await start(of('clickhouse', receiver.url));
    await until(() => expect(sinks?.health()[0]?.problem).toMatch(/it answered 200: <html>/));
    expect(sinks?.health()).toMatchObject([{ shipped: 0 }]);
  });
});

test('a folder for Parquet that cannot be made is said, and the day is packed once it can', async () => {
  const days = join(root, 'events');
  mkdirSync(days);
  writeFileSync(join(days, '2026-01-01.ndjson'), '{"id":"a","type":"conversion"}\n');
  write('today');
  writeFileSync(join(root, 'archive'), 'a file');
  await start({ is: 'parquet', folder: join(root, 'archive') });
  await until(() => expect(sinks?.health()[0]?.problem).toContain('archive'));
  const [day] = await listSegments(live(), days);
  expect(day && (await sinks?.hasShipped(day))).toBe(false);
  expect(said).toHaveLength(1);
});
