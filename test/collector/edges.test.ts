/** Checks what hardly ever comes to a collector: probes, failures of others' code, addresses cut short. */

import { statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test, vi } from 'vitest';
import { createCrowdCheck } from '../../src/collector/crowd.js';
import { batch, exposure, listen, post, start } from './events.js';

test('a batch without events is a probe: it is answered, and nothing is stored', async () => {
  const onEvents = vi.fn();
  const onProblem = vi.fn();
  const { file, url } = await start({ onEvents, onProblem });
  expect((await post(url, batch([]))).status).toBe(204);
  expect([onEvents.mock.calls, onProblem.mock.calls, statSync(file).size]).toEqual([[], [], 0]);
});

test('a browser that gave events up says how many, also where it has none to send', async () => {
  const onEvents = vi.fn();
  const onProblem = vi.fn();
  const { file, url } = await start({ onEvents, onProblem });
  expect((await post(url, batch([], { dropped: 3 }))).status).toBe(204);
  expect(onProblem).toHaveBeenCalledWith('Browsers gave up 3 events before they could send them.');
  expect([onEvents.mock.calls, statSync(file).size]).toEqual([[], 0]);
});

test('what is not told yet is told when the collector is closed, and once', async () => {
  const onProblem = vi.fn();
  const { url, collector } = await start({ onProblem });
  for (const dropped of [3, 4, 5]) expect((await post(url, batch([], { dropped }))).status).toBe(204);
  await collector.close();
  await collector.close();
  expect(onProblem.mock.calls).toEqual([
    ['Browsers gave up 3 events before they could send them.'],
    ['Browsers gave up 9 events before they could send them.'],
  ]);
});

test('whoever posts no events says nothing of the disk: a trouble stays until events are stored', async () => {
  const { url, collector } = await start();
  await collector.close();
  expect((await post(url, batch([exposure()]))).status).toBe(503);
  const trouble = collector.trouble();
  expect(trouble).not.toBe(null);
  expect((await post(url, batch([], { dropped: 1 }))).status).toBe(204);
  expect(collector.trouble()).toEqual(trouble);
});

test('a name that the collector does not answer to is refused, whatever the origin', async () => {
  const { url } = await start({ isOwnHost: (host) => host === 'collect.example' });
  const answer = await post(url, batch([exposure()]));
  expect([answer.status, await answer.json()]).toEqual([
    403,
    { error: 'This collector does not answer to that name.' },
  ]);
});

test.each([
  [new Error('it broke'), /^A request failed: Error: it broke\n +at /],
  ['it broke', /^A request failed: it broke$/],
])(
  'a listener that throws %s takes nothing down: it is told with its stack, and the browser may try again',
  async (thrown, told) => {
    const onProblem = vi.fn();
    const { url } = await start({
      onProblem,
      onEvents: () => {
        throw thrown;
      },
    });
    expect((await post(url, batch([exposure()]))).status).toBe(503);
    expect(onProblem).toHaveBeenCalledWith(expect.stringMatching(told));
  },
);

test('an answer that has begun already is not begun again', async () => {
  const onProblem = vi.fn();
  const { collector } = await start({ onProblem, isOwnHost: () => true });
  const url = await listen((request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200).end('mine');
    collector.handle(request, response);
  });
  expect(await (await post(url, batch([exposure()]))).text()).toBe('mine');
  await vi.waitFor(() => expect(onProblem).toHaveBeenCalledOnce());
  expect(String(onProblem.mock.calls[0])).toMatch(/^A request failed: /);
});

test('a connection that is gone has no address, and is counted with nobody', () => {
  const isTooMuch = createCrowdCheck({ now: () => 0 });
  const gone = { socket: {}, headers: {} } as unknown as IncomingMessage;
  expect(Array.from({ length: 1500 }).some(() => isTooMuch(gone))).toBe(false);
});

test('an address written out in full is the one that is cut short', () => {
  const isTooMuch = createCrowdCheck({ now: () => 0 });
  const from = (remoteAddress: string): IncomingMessage =>
    ({ socket: { remoteAddress }, headers: {} }) as unknown as IncomingMessage;
  for (let at = 0; at < 1000; at++) isTooMuch(from('2001:db8:0:0:1:2:3:4'));
  expect(isTooMuch(from('2001:db8::5'))).toBe(true);
});

test('how much of the file is on disk for good is known, so that what lies beyond may be taken back', async () => {
  const { file, url, collector } = await start();
  expect(collector.durable()).toEqual({ ino: statSync(file).ino, bytes: 0 });
  await post(url, batch([exposure()]));
  expect(collector.durable()).toEqual({ ino: statSync(file).ino, bytes: statSync(file).size });
});
