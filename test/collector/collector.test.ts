/** Tests the collector over real HTTP and real files. */

import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batch, exposure, folder, lines, post, start } from './events.js';

test('an accepted event is on disk when the answer comes, with the server time and the time it was sent', async () => {
  const { file, url } = await start();
  const before = Date.now();
  const response = await post(url, batch([exposure({ id: 'one' })]));
  expect(response.status).toBe(204);
  const [line, ...others] = lines(file);
  expect(others).toEqual([]);
  expect(line).toMatchObject({ id: 'one', experiment: 'hero-headline', sentAt: 1_760_000_000_500 });
  expect(line?.received).toBeGreaterThanOrEqual(before);
});

test('the three kinds of event are accepted, as text/plain and as JSON', async () => {
  const { file, url } = await start();
  const conversion = { ...exposure({ type: 'conversion' }), name: 'purchase', value: 42.5, key: 'HP-1' };
  const failure = { ...exposure({ type: 'failure' }), code: 'timeout', selector: '.hero', message: 'm', stack: '' };
  expect((await post(url, batch([exposure(), conversion]))).status).toBe(204);
  expect((await post(url, batch([failure]), { 'Content-Type': 'application/json' })).status).toBe(204);
  expect(lines(file).map((line) => line.type)).toEqual(['exposure', 'conversion', 'failure']);
});

test('fields that no event has are not stored, inherited and prototype keys included', async () => {
  const { file, url } = await start();
  const event = JSON.stringify(exposure()).replace('{', '{"__proto__":{"admin":1},"email":"a@b.example",');
  await post(url, `{"v":1,"sentAt":1760000000500,"dropped":0,"events":[${event}]}`);
  const stored = readFileSync(file, 'utf8');
  expect(stored).toContain('hero-headline');
  expect(stored).not.toMatch(/admin|email|__proto__/);
});

test('an event cannot break out of its line', async () => {
  const { file, url } = await start();
  await post(url, batch([exposure({ subject: 'a\n{"id":"forged"}\r\u2028' })]));
  expect(lines(file)).toHaveLength(1);
});

test.each([
  ['', 'The body is not JSON.'],
  ['<!doctype html>', 'The body is not JSON.'],
  ['null', 'The body must be an object.'],
  ['[]', 'The body must be an object.'],
  [batch([], { v: 2 }), 'v must be 1.'],
  [batch([], { sentAt: 'now' }), 'sentAt must be a time in milliseconds between 2000 and 2100.'],
  [batch([], { dropped: -1 }), 'dropped must be a whole number from 0.'],
  [batch([], { events: {} }), 'events must be an array.'],
  [batch([null]), 'events[0] must be an object.'],
  [batch([exposure({ type: 'visit' })]), 'events[0].type must be one of exposure, conversion, failure.'],
  [batch([exposure(), exposure({ id: '' })]), 'events[1].id must be a string of 1 to 64 characters.'],
  [batch([exposure({ subject: 'x'.repeat(257) })]), 'events[0].subject must be a string of 1 to 256 characters.'],
  [batch([exposure({ path: '/a?token=1' })]), 'events[0].path must not hold a query or a hash.'],
  [
    batch([{ ...exposure({ type: 'conversion' }), name: 'a', value: '1' }]),
    'events[0].value must be a number between -1000000000000 and 1000000000000.',
  ],
  [
    batch([{ ...exposure({ type: 'conversion' }), name: 'a', value: 9 }]).replace(':9}', ':1e999}'),
    'events[0].value must be a number between -1000000000000 and 1000000000000.',
  ],
])('a malformed body %# is refused whole with 400 and says what is wrong', async (body, error) => {
  const { file, url } = await start();
  const response = await post(url, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error });
  expect(statSync(file).size).toBe(0);
});

test('a body that is no UTF-8 is refused with 400', async () => {
  const { url } = await start();
  expect((await post(url, Uint8Array.from([0x22, 0xff, 0x22]))).status).toBe(400);
});

test('a body over 64 KiB is refused with 413, also when its length is not announced', async () => {
  const { url } = await start();
  expect((await post(url, ' '.repeat(64 * 1024 + 1))).status).toBe(413);
  const status = await new Promise((resolve, reject) => {
    const chunked = request(url, { method: 'POST' }, (response) => resolve(response.resume().statusCode));
    chunked.on('error', reject);
    for (let i = 0; i < 65; i++) chunked.write(' '.repeat(1024));
    chunked.end();
  });
  expect(status).toBe(413);
});

test('201 events are refused with 413 and 200 are accepted', async () => {
  const { file, url } = await start();
  const many = (count: number) => batch(Array.from({ length: count }, () => exposure({ id: 'i' })));
  expect((await post(url, many(201))).status).toBe(413);
  expect((await post(url, many(200))).status).toBe(204);
  expect(lines(file)).toHaveLength(200);
});

test('another method is 405, another content type or a compressed body 415', async () => {
  const { url } = await start();
  for (const method of ['PUT', 'HEAD', 'DELETE']) {
    const answer = await fetch(url, { method });
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, POST, OPTIONS']);
  }
  expect((await post(url, batch([]), { 'Content-Type': 'text/plainly' })).status).toBe(415);
  expect((await post(url, batch([]), { 'Content-Encoding': 'gzip' })).status).toBe(415);
});

test('any origin may read the answer, and credentials are never allowed', async () => {
  const { url } = await start();
  const response = await post(url, batch([exposure()]), { Origin: 'https://shop.example' });
  expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(response.headers.get('access-control-allow-credentials')).toBe(null);
  expect(response.headers.get('vary')).toBe('Origin');
});

test('with a list of origins another one is refused and stores nothing', async () => {
  const { file, url } = await start({ isOwnOrigin: (origin) => origin === 'https://shop.example' });
  const other = await post(url, batch([exposure()]), { Origin: 'https://other.example' });
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  expect(statSync(file).size).toBe(0);
  expect((await post(url, batch([exposure()]), { Origin: 'https://shop.example' })).status).toBe(204);
  expect((await post(url, batch([exposure()]))).status).toBe(204);
});

test('a preflight is answered', async () => {
  const { url } = await start();
  const response = await fetch(url, { method: 'OPTIONS', headers: { Origin: 'https://shop.example' } });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-methods')).toBe('POST');
});

test('a full disk is 503 and told once, and the collector lives on', async () => {
  const problems: string[] = [];
  const { url, collector } = await start({ file: '/dev/full', onProblem: (problem) => problems.push(problem) });
  for (let i = 0; i < 2; i++) {
    const response = await post(url, batch([exposure()]));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  }
  await collector.close();
  expect(problems).toEqual([expect.stringMatching(/^Events are refused: the disk of \/dev /)]);
});

test('an unfinished last line is taken off at start-up, and the whole lines stay', async () => {
  const file = join(folder(), 'events.ndjson');
  writeFileSync(file, `{"id":"whole"}\n{"id":"torn","experim${'x'.repeat(100_000)}`);
  const problems: string[] = [];
  const { url } = await start({ file, onProblem: (problem) => problems.push(problem) });
  expect(readFileSync(file, 'utf8')).toBe('{"id":"whole"}\n');
  expect(problems).toEqual([expect.stringContaining('100021 bytes')]);
  await post(url, batch([exposure({ id: 'next' })]));
  expect(lines(file).map((line) => line.id)).toEqual(['whole', 'next']);
});

test('a file rotated or deleted underneath is begun anew', async () => {
  const { file, url } = await start();
  await post(url, batch([exposure({ id: 'a' })]));
  renameSync(file, `${file}.1`);
  await post(url, batch([exposure({ id: 'b' })]));
  rmSync(file);
  await post(url, batch([exposure({ id: 'c' })]));
  expect(lines(`${file}.1`).map((line) => line.id)).toEqual(['a']);
  expect(lines(file).map((line) => line.id)).toEqual(['c']);
});

test('a file cut short underneath goes on at its new end', async () => {
  const { file, url } = await start();
  await post(url, batch([exposure({ id: 'a' })]));
  writeFileSync(file, '');
  appendFileSync(file, '{"id":"x"}\n');
  await post(url, batch([exposure({ id: 'b' })]));
  expect(lines(file).map((line) => line.id)).toEqual(['x', 'b']);
});

test('listeners hear of events only when they are on disk', async () => {
  const file = join(folder(), 'events.ndjson');
  const heard: unknown[] = [];
  const { url } = await start({
    file,
    onEvents: (events) => heard.push([events.length, lines(file).length]),
  });
  await post(url, batch([exposure(), exposure()]));
  expect(heard).toEqual([[2, 2]]);
});

test('closing writes what was taken, and what comes later is 503', async () => {
  const { file, url, collector } = await start();
  const posts = Array.from({ length: 20 }, (_, i) => post(url, batch([exposure({ id: `e${i}` })])));
  await posts[0];
  await collector.close();
  const statuses = (await Promise.all(posts)).map((response) => response.status);
  const accepted = statuses.filter((status) => status === 204).length;
  expect(statuses.filter((status) => status !== 204 && status !== 503)).toEqual([]);
  expect(lines(file)).toHaveLength(accepted);
  expect((await post(url, batch([exposure()]))).status).toBe(503);
});

test('bodies made of rubbish are refused and store nothing', async () => {
  const { file, url } = await start();
  const good = batch([exposure()]);
  const answers = Array.from({ length: 200 }, (_, i) => post(url, spoil(good, i)));
  const statuses = (await Promise.all(answers)).map((answer) => answer.status);
  expect(new Set(statuses)).toEqual(new Set([400]));
  expect(statSync(file).size).toBe(0);
});

function spoil(good: string, seed: number): BodyInit {
  const nested = '['.repeat(2000 + seed);
  const kinds = [
    () => Uint8Array.from(randomBytes(seed % 400)),
    () => good.slice(0, seed % (good.length - 1)),
    () => good.replace('"v":1', `"v":${nested}`),
    () => good.replace('"events":[', `"events":[${seed},`),
    () => good.replace('"type":"exposure"', '"type":"constructor"'),
  ];
  return kinds[seed % kinds.length]?.() ?? '';
}

test('events that browsers gave up are told once they are counted', async () => {
  const problems: string[] = [];
  const { url } = await start({ onProblem: (problem) => problems.push(problem) });
  expect((await post(url, batch([exposure()], { dropped: 7 }))).status).toBe(204);
  expect(problems).toEqual(['Browsers gave up 7 events before they could send them.']);
});

test('a listener that fails is told of, and the sender tries again later', async () => {
  const problems: string[] = [];
  const failing = (): never => {
    throw new Error('the reader broke');
  };
  const { file, url } = await start({ onEvents: failing, onProblem: (problem) => problems.push(problem) });
  expect((await post(url, batch([exposure()]))).status).toBe(503);
  expect(problems).toEqual([expect.stringContaining('A request failed: Error: the reader broke')]);
  expect(lines(file)).toHaveLength(1);
});

test('a body without end is cut off with 413', async () => {
  const { url } = await start();
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'Content-Type': 'text/plain' } }, (response) =>
      resolve(response.statusCode ?? 0),
    );
    sent.on('error', reject);
    for (let chunk = 0; chunk < 40; chunk++) sent.write('x'.repeat(64 * 1024));
  });
  expect(status).toBe(413);
});
