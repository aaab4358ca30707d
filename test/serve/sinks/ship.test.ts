/**
 * Checks that events that are stored are shipped: at least once, whatever the other side does, and one bad event stops
 * no other.
 */

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listSegments } from '../../../src/collector/index.js';
import { type SinkSettings, type Sinks, startSinks } from '../../../src/serve/sinks/index.js';
import { type Receiver, sealOf, startReceiver } from './receiver.js';

let root: string;
let receiver: Receiver;
let sinks: Sinks | null;
let said: string[];
let durableBytes: number | null;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'fx-sinks-'));
  receiver = await startReceiver();
  sinks = null;
  said = [];
  durableBytes = null;
});
afterEach(async () => {
  await sinks?.stop();
  await receiver.close();
  rmSync(root, { recursive: true, force: true });
});

const live = (): string => join(root, 'events.ndjson');
const days = (): string => join(root, 'events');
const lineOf = (id: string): string => `${JSON.stringify({ id, type: 'conversion', name: 'Grüße' })}\n`;
const write = (...ids: string[]): void => appendFileSync(live(), ids.map(lineOf).join(''));
const until = (fact: () => void): Promise<void> => vi.waitFor(fact, { timeout: 20_000, interval: 20 });
const range = (count: number, name = 'e'): string[] => Array.from({ length: count }, (_, at) => `${name}${at}`);

async function start(...settings: SinkSettings[]): Promise<void> {
  sinks = await startSinks({
    sinks: settings.length ? settings : [{ is: 'http', url: receiver.url, secret: 'secret' }],
    folder: join(root, 'sinks'),
    segments: () => listSegments(live(), days()),
    durable: () => {
      const { ino, size } = statSync(live());
      return { ino, bytes: durableBytes ?? size };
    },
    pauseMs: 5,
    retryMs: 5,
    now: Date.now,
    say: (sentence) => said.push(sentence),
  });
}
const refusedLines = (): { reason: string; event: string }[] => {
  const file = readdirSync(join(root, 'sinks')).find((name) => name.endsWith('.refused.ndjson'));
  return readFileSync(join(root, 'sinks', file ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { reason: string; event: string });
};

test('events are shipped once each while all is well, signed, and a restart goes on where it was', async () => {
  write(...range(2500));
  await start();
  await until(() => expect(receiver.stored).toHaveLength(2500));
  const [first] = receiver.batches;
  expect(first?.ids).toHaveLength(1000);
  expect(first?.headers).toMatchObject(sealOf(first?.body ?? '', 'secret'));
  expect(first?.body).toContain('Grüße');
  await sinks?.stop();
  write('later');
  await start();
  await until(() => expect(receiver.stored).toContain('later'));
  expect(receiver.stored).toHaveLength(2501);
});

test('what is not on disk for good is not shipped yet, and an unfinished line neither', async () => {
  write('a');
  durableBytes = statSync(live()).size;
  write('b');
  appendFileSync(live(), '{"id":"c"');
  await start();
  await until(() => expect(receiver.stored).toEqual(['a']));
  durableBytes = null;
  await until(() => expect(receiver.stored).toEqual(['a', 'b']));
  appendFileSync(live(), '}\n');
  await until(() => expect(receiver.stored).toEqual(['a', 'b', 'c']));
});

test('a file that is renamed, packed and followed by another is shipped to its end and no further', async () => {
  write(...range(5));
  await start();
  await until(() => expect(receiver.stored).toHaveLength(5));
  await sinks?.stop();
  write('x', 'y');
  mkdirSync(days());
  renameSync(live(), join(days(), '2026-01-01.ndjson'));
  write('z');
  await start();
  await until(() => expect(receiver.stored).toEqual([...range(5), 'x', 'y', 'z']));
  const [old] = await listSegments(live(), days());
  await until(async () => expect(old && (await sinks?.hasShipped(old))).toBe(true));
  const text = readFileSync(join(days(), '2026-01-01.ndjson'));
  writeFileSync(join(days(), '2026-01-01.ndjson.gz'), gzipSync(text));
  rmSync(join(days(), '2026-01-01.ndjson'));
  write('last');
  await until(() => expect(receiver.stored.at(-1)).toBe('last'));
  expect(receiver.stored).toHaveLength(9);
});

test('packed days from before are shipped from the middle', async () => {
  mkdirSync(days());
  const lines = range(3000).map(lineOf).join('');
  writeFileSync(join(days(), '2026-01-01.ndjson.gz'), gzipSync(lines));
  write('now');
  // It stops after its second batch, and goes on inside of the packed file.
  receiver.answer = ({ ids }, response) => {
    if (receiver.stored.length >= 2000) return void response.writeHead(503).end();
    receiver.stored.push(...ids);
    response.writeHead(204).end();
  };
  await start();
  await until(() => expect(said.join()).toContain('it answered 503'));
  await sinks?.stop();
  receiver.answer = null;
  await start();
  await until(() => expect(receiver.stored).toEqual([...range(3000), 'now']));
});

test('a day that is shipped whole is not read again at every look', async () => {
  mkdirSync(days());
  const day = join(days(), '2026-01-01.ndjson.gz');
  writeFileSync(day, gzipSync(lineOf('old')));
  write('now');
  await start();
  await until(() => expect(receiver.stored).toEqual(['old', 'now']));
  writeFileSync(day, 'nothing that can be unpacked');
  write('later');
  await until(() => expect(receiver.stored).toEqual(['old', 'now', 'later']));
  expect(said).toEqual([]);
});

describe('a sink that fails', () => {
  test.each<[string, Receiver['answer'], RegExp]>([
    ['answers 500', (_, response) => response.writeHead(500).end('no\nmore'), /it answered 500: no\.$/],
    ['answers 401', (_, response) => response.writeHead(401).end(), /it answered 401\./],
    ['answers 404', (_, response) => response.writeHead(404).end(), /it answered 404\./],
    ['leads elsewhere', (_, response) => response.writeHead(307, { location: '/other' }).end(), /it answered 307\./],
    ['cuts the connection', (_, response) => void response.socket?.destroy(), /ECONNRESET/],
    [
      'cuts its answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.socket?.destroy());
      },
      /ECONNRESET/,
    ],
    ['is no HTTP', (_, response) => void response.socket?.end('rubbish\r\n\r\n'), /HPE_INVALID/],
  ])('by this, that it %s, gets the same events later, and it is said once', async (_, answer, reason) => {
    receiver.answer = answer;
    write('a', 'b');
    await start();
    await until(() => expect(receiver.batches.length).toBeGreaterThan(2));
    expect(sinks?.health()).toMatchObject([{ shipped: 0, problem: expect.stringMatching(reason) as string }]);
    receiver.answer = null;
    await until(() => expect(receiver.stored).toEqual(['a', 'b']));
    await until(() => expect(said).toHaveLength(2));
    expect(said[1]).toMatch(/takes events again/);
    expect(sinks?.health()).toMatchObject([{ shipped: 2, deadLetters: 0, problem: null }]);
  });

  test('is asked again when it says, and not before', async () => {
    const times: number[] = [];
    receiver.answer = (_, response) => {
      times.push(Date.now());
      response.writeHead(429, { 'retry-after': '1' }).end();
    };
    write('a');
    await start();
    await until(() => expect(times.length).toBe(2));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(700);
  });

  test('that is not there does not hold others up', async () => {
    const other = await startReceiver();
    await other.close();
    write('a');
    await start({ is: 'http', url: other.url }, { is: 'http', url: receiver.url });
    await until(() => expect(receiver.stored).toEqual(['a']));
    await until(() => expect(sinks?.health()[0]?.problem).toMatch(/ECONNREFUSED/));
    const [segment] = await listSegments(live(), days());
    expect(segment && (await sinks?.hasShipped(segment))).toBe(false);
  });
});

test('events that are refused for good are set aside one by one with the reason, and the others arrive', async () => {
  receiver.answer = ({ ids }, response) => {
    if (ids.some((id) => id.startsWith('bad'))) return void response.writeHead(400).end('a bad one');
    receiver.stored.push(...ids);
    response.writeHead(204).end();
  };
  write('bad1', 'bad2', ...range(10), 'bad3', ...range(3, 'f'));
  await start();
  await until(() => expect(sinks?.health()).toMatchObject([{ shipped: 13, deadLetters: 3, problem: null }]));
  expect(new Set(receiver.stored)).toEqual(new Set([...range(10), ...range(3, 'f')]));
  expect(refusedLines().map(({ reason, event }) => [reason, (JSON.parse(event) as { id: string }).id])).toEqual([
    ['it answered 400: a bad one', 'bad1'],
    ['it answered 400: a bad one', 'bad2'],
    ['it answered 400: a bad one', 'bad3'],
  ]);
  expect(said).toEqual([expect.stringMatching(/refused 3 of 16 events for good: .*[.] They are in /)]);
});

test('a batch of refused events alone stops nothing either', async () => {
  receiver.answer = ({ ids }, response) => {
    if (ids.some((id) => id.startsWith('bad'))) return void response.writeHead(422).end();
    receiver.stored.push(...ids);
    response.writeHead(204).end();
  };
  write(...range(20, 'bad'));
  await start();
  await until(() => expect(sinks?.health()).toMatchObject([{ deadLetters: 20 }]));
  write('good');
  await until(() => expect(receiver.stored).toEqual(['good']));
});

test('where it is not known how far a sink is, nothing is shipped twice by guessing', async () => {
  write('a');
  await start();
  await until(() => expect(receiver.stored).toEqual(['a']));
  await sinks?.stop();
  const [cursor = ''] = readdirSync(join(root, 'sinks'));
  writeFileSync(join(root, 'sinks', cursor), '{"x":-');
  await expect(start()).rejects.toThrow(/put it back, or delete it to ship all events again/);
  sinks = null;
});
