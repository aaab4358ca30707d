/** Checks that floods of one address are refused, and visitors are not. */

import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCollector } from '../../src/collector/collector.js';
import { createCrowdCheck } from '../../src/collector/crowd.js';
import { createLimit } from '../../src/collector/limit.js';
import { batch, exposure, folder, lines, listen, post } from './events.js';

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
const still = (): number => 1_760_000_000_000;
/** How many of so many requests are refused. */
const refusedOf = (count: number, isTooMuch: (request: IncomingMessage) => boolean, request: IncomingMessage): number =>
  Array.from({ length: count }).filter(() => isTooMuch(request)).length;

test('an address that sends more than a thousand at once waits, others do not', () => {
  let at = still();
  const isTooMuch = createCrowdCheck({ now: () => at });
  expect(refusedOf(1200, isTooMuch, from('203.0.113.7'))).toBe(200);
  expect(isTooMuch(from('203.0.113.8'))).toBe(false);
  at += 1000;
  expect(refusedOf(120, isTooMuch, from('203.0.113.7'))).toBe(20);
});

test('a hundred a second for ever are never too many', () => {
  let at = still();
  const isTooMuch = createCrowdCheck({ now: () => at });
  for (let second = 0; second < 60; second++, at += 1000)
    expect(refusedOf(100, isTooMuch, from('203.0.113.7'))).toBe(0);
});

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.1', 'fd00::1', 'fe80::1'])(
  '%s, which may be a proxy that nobody named, is not counted',
  (address) => {
    expect(refusedOf(1500, createCrowdCheck({ now: still }), from(address, '203.0.113.7'))).toBe(0);
  },
);

test('behind proxies a visitor is known by what the outermost of them wrote, whatever they write themselves', () => {
  const isTooMuch = createCrowdCheck({ proxies: 2, now: still });
  const forged = (at: number): IncomingMessage =>
    from('127.0.0.1', `198.51.100.${at % 250}, 203.0.113.7, 203.0.113.250`);
  expect(Array.from({ length: 1200 }).filter((_, at) => isTooMuch(forged(at)))).toHaveLength(200);
  expect(isTooMuch(from('127.0.0.1', '203.0.113.9, 203.0.113.250'))).toBe(false);
  for (const odd of ['', 'unknown', '203.0.113.7', ',,,'])
    expect(refusedOf(1200, isTooMuch, from('198.51.100.1', odd))).toBeGreaterThanOrEqual(200);
});

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8::1', '2001:0db8:0:0:1::', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['::ffff:203.0.113.7', '203.0.113.7', true],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.8', false],
  ['2001:db8::', '2001:db8:1::', false],
])('%s and %s are one household: %s', (one, other, isOne) => {
  const isTooMuch = createCrowdCheck({ now: still });
  refusedOf(1000, isTooMuch, from(one));
  expect(isTooMuch(from(other))).toBe(isOne);
});

test('who came long ago takes no place of who comes now', () => {
  let at = still();
  const limit = createLimit(2, 10, () => at);
  for (let stranger = 0; stranger < 10_000; stranger++) limit.take(`old ${stranger}`);
  expect(['a', 'b', 'c'].map((who) => limit.take(who))).toEqual([true, true, false]);
  at += 2000;
  expect(['a', 'b', 'c'].map((who) => limit.take(who))).toEqual([true, true, true]);
});

test('a flood is answered 429 with the time to wait, readable from another origin, and nothing of it is stored', async () => {
  const file = join(folder(), 'events.ndjson');
  const isTooMuch = createCrowdCheck({ proxies: 1, now: still });
  refusedOf(1000, isTooMuch, from('127.0.0.1', '203.0.113.7'));
  const collector = await createCollector({ file, isTooMuch });
  onTestFinished(() => collector.close());
  const url = await listen(collector.handle);
  const send = (visitor: string): Promise<Response> =>
    post(url, batch([exposure()]), { origin: 'https://shop.example', 'x-forwarded-for': visitor });
  const refused = await send('203.0.113.7');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect((await send('203.0.113.8')).status).toBe(204);
  expect(lines(file)).toHaveLength(1);
});
