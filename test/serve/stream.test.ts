/** Tests the stream of what happens: it ends with its listener, and with one who does not read. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Collector } from '../../src/collector/index.js';
import type { Caller } from '../../src/serve/house.js';
import { type Broadcast, createBroadcast } from '../../src/serve/live.js';
import { openPorts } from '../../src/serve/ports.js';
import { eventStream } from '../../src/serve/stream.js';

const none = (): void => undefined;
const COLLECTOR: Collector = {
  handle: (_, response) => void response.end(),
  durable: () => ({ ino: 0, bytes: 0 }),
  trouble: () => null,
  close: () => Promise.resolve(),
};

/** A broadcast that says how many listen. */
function counted(): { readonly live: Broadcast; readonly listeners: () => number } {
  const live = createBroadcast();
  let listeners = 0;
  return {
    live: {
      ...live,
      listen(hear) {
        const leave = live.listen(hear);
        listeners++;
        return () => {
          listeners--;
          leave();
        };
      },
    },
    listeners: () => listeners,
  };
}

const ADA: Caller = { author: { name: 'Ada', email: 'ada@example.com' }, role: 'viewer' };
const staying = async (): Promise<Caller> => ADA;

test('a listener hears what happens, and none of it after it has gone', async () => {
  const { live, listeners } = counted();
  const gone = new AbortController();
  const response = eventStream(live, { again: staying, signal: gone.signal, hangUp: none });
  live.tell({ type: 'results' });
  await new Promise(setImmediate);
  gone.abort();
  live.tell({ type: 'change' });
  expect(await response.text()).toBe('retry: 2000\n\ndata: {"type":"results"}\n\n');
  expect(listeners()).toBe(0);
});

test.each([
  ['is known no more', async () => null],
  ['cannot be asked after', () => Promise.reject(new Error('people.json is a folder'))],
])('a listener who %s hears nothing from then on, and the stream ends', async (_, gone) => {
  const { live, listeners } = counted();
  let again: NonNullable<Caller['again']> = staying;
  const { signal } = new AbortController();
  const response = eventStream(live, { again: () => again(), signal, hangUp: none });
  live.tell({ type: 'results' });
  await new Promise(setImmediate);
  again = gone;
  live.tell({ type: 'change' });
  live.tell({ type: 'change' });
  expect(await response.text()).toBe('retry: 2000\n\ndata: {"type":"results"}\n\n');
  expect(listeners()).toBe(0);
});

test('a stream on which nothing happens ends within a minute after its listener may hear no more', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { live, listeners } = counted();
  const { signal } = new AbortController();
  eventStream(live, { again: async () => null, signal, hangUp: none });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(listeners()).toBe(0);
});

test('what is told while it is asked who listens comes in its order', async () => {
  const { live } = counted();
  const gone = new AbortController();
  const response = eventStream(live, { again: staying, signal: gone.signal, hangUp: none });
  for (const what of ['a', 'b', 'c']) {
    live.tell({ type: 'change', what });
    await null;
  }
  await new Promise(setImmediate);
  gone.abort();
  expect((await response.text()).match(/"what":"\w"/g)).toEqual(['"what":"a"', '"what":"b"', '"what":"c"']);
});

test('a listener who reads stays, however much is told', async () => {
  const { live, listeners } = counted();
  const { signal } = new AbortController();
  const reader = eventStream(live, { again: staying, signal, hangUp: none }).body?.getReader();
  for (let told = 0; told < 3000; told++) {
    live.tell({ type: 'results' });
    await reader?.read();
  }
  expect(listeners()).toBe(1);
  await reader?.cancel();
  expect(listeners()).toBe(0);
});

test('a listener who does not read is let go, and nothing is kept for it', async () => {
  const { live, listeners } = counted();
  let hungUp = 0;
  const { signal } = new AbortController();
  const response = eventStream(live, { again: staying, signal, hangUp: () => hungUp++ });
  for (let told = 0; told < 3000; told++) live.tell({ type: 'results' });
  await new Promise(setImmediate);
  expect([listeners(), hungUp]).toEqual([0, 1]);
  await response.body?.cancel();
});

test('a listener who is let go by a running server is told nothing more, and the log says nothing of it', async () => {
  const said = (['error', 'warn', 'info', 'log'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => undefined),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  const { live, listeners } = counted();
  const ports = await openPorts({ host: '127.0.0.1', port: 0, collectPort: 0, collector: COLLECTOR, proxies: 0 });
  onTestFinished(() => ports.close());
  ports.answerBy(({ signal }, { hangUp }) => eventStream(live, { again: staying, signal, hangUp }));
  const socket = connect(ports.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
  await once(socket, 'readable');
  expect(listeners()).toBe(1);
  // What the system keeps for a connection is full at some time, and then the server waits for its reader.
  const who = 'x'.repeat(10_000);
  while (listeners() > 0) {
    for (let told = 0; told < 50; told++) live.tell({ type: 'change', who });
    await new Promise(setImmediate);
  }
  let end = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    end = (end + bytes.toString()).slice(-100);
  });
  await once(socket, 'close');
  expect(end).not.toContain('Error');
  expect(said.flatMap(({ mock }) => mock.calls)).toEqual([]);
});
