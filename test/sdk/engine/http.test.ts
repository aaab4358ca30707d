/** Tests events reach a collector once each, whatever happens on the way. */

import { expect, test } from 'vitest';
import type { Batch } from '../../../src/core/index.js';
import {
  combineTelemetry,
  createHttpFetcher,
  createHttpTelemetry,
  createMemoryStorage,
  type HttpTelemetryOptions,
} from '../../../src/sdk/engine/index.js';
import { manifestOf, play, sure } from './made.js';

/** A collector that answers as it is told; null is no answer. */
function collector(...answers: readonly (number | null)[]) {
  const batches: Batch[] = [];
  let at = 0;
  const fetch: NonNullable<HttpTelemetryOptions['fetch']> = async (_url, init) => {
    const status = at < answers.length ? answers[at++] : 204;
    if (status === null || status === undefined) throw new TypeError('no network');
    batches.push(JSON.parse(init?.body ?? ''));
    return { ok: status < 300, status, text: async () => '' };
  };
  return { batches, fetch };
}

const names = (batches: readonly Batch[]): string[] =>
  batches.map(({ events }) => events.map((event) => ('name' in event ? event.name : event.type)).join());

test('what happens together goes in one batch', async () => {
  const { batches, fetch } = collector();
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000 });
  const { engine } = play(manifestOf(sure('cta')), { telemetry });
  engine.expose('cta');
  engine.track('signup');
  await telemetry.flush();
  expect(names(batches)).toEqual(['exposure,signup']);
  expect(telemetry.waiting).toBe(0);
});

test('what did not arrive goes again, with the same id', async () => {
  const { batches, fetch } = collector(503, null, 204);
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000 });
  play(manifestOf(), { telemetry }).engine.track('signup');
  for (let at = 0; at < 3; at++) await telemetry.flush();
  expect(names(batches)).toEqual(['signup', 'signup']);
  expect(new Set(batches.flatMap(({ events }) => events.map(({ id }) => id))).size).toBe(1);
});

test('what a collector refuses is dropped, halved down to the one it is about', async () => {
  const { batches, fetch } = collector(400, 204, 400);
  const dropped: string[] = [];
  const onDrop: HttpTelemetryOptions['onDrop'] = (events, why) => void dropped.push(`${events.length} ${why}`);
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000, onDrop });
  const { engine } = play(manifestOf(), { telemetry });
  engine.track('good');
  engine.track('bad');
  await telemetry.flush();
  engine.track('next');
  await telemetry.flush();
  expect(names(batches)).toEqual(['good,bad', 'good', 'bad', 'next']);
  expect(dropped).toEqual(['1 refused']);
  expect(batches.at(-1)?.dropped).toBe(1);
});

test('a collector that goes away between two halves is asked again later, and not at once', async () => {
  const { batches, fetch } = collector(null, null, 400, 204, null);
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000 });
  const { engine } = play(manifestOf(), { telemetry });
  engine.track('one');
  engine.track('two');
  for (let at = 0; at < 3; at++) await telemetry.flush();
  expect(telemetry.waiting).toBe(1);
  await telemetry.flush();
  expect(names(batches)).toEqual(['one,two', 'one', 'two']);
});

test('a host that throws when it is told of what was dropped loses nothing else', async () => {
  const { batches, fetch } = collector(400, 204);
  const onDrop = (): never => {
    throw new Error('of the host');
  };
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000, onDrop });
  const { engine } = play(manifestOf(), { telemetry });
  for (const name of ['bad', 'next']) {
    engine.track(name);
    await telemetry.flush();
  }
  expect(names(batches)).toEqual(['bad', 'next']);
});

test('what waits survives the end of the program', async () => {
  const storage = createMemoryStorage();
  const down = createHttpTelemetry({
    url: 'https://c.example/',
    fetch: collector(null).fetch,
    storage,
    delayMs: 100_000,
  });
  play(manifestOf(), { telemetry: down }).engine.track('signup');
  await down.flush();
  const { batches, fetch } = collector();
  await createHttpTelemetry({ url: 'https://c.example/', fetch, storage, delayMs: 100_000 }).flush();
  expect(names(batches)).toEqual(['signup']);
  const nothing = collector();
  await createHttpTelemetry({ url: 'https://c.example/', fetch: nothing.fetch, storage, delayMs: 100_000 }).flush();
  expect(nothing.batches).toEqual([]);
});

test('of too many the oldest conversions go, and a request carries 200 at the most', async () => {
  const { batches, fetch } = collector();
  const telemetry = createHttpTelemetry({ url: 'https://c.example/', fetch, delayMs: 100_000 });
  const { engine } = play(manifestOf(sure('cta')), { telemetry });
  engine.expose('cta');
  for (let at = 0; at < 1001; at++) engine.track(`c${at}`);
  await telemetry.flush();
  const sent = batches.flatMap(({ events }) => events);
  expect(batches.every(({ events }) => events.length <= 200)).toBe(true);
  expect(sent).toHaveLength(1000);
  expect(sent[0]?.type).toBe('exposure');
  expect(sent[1]).toMatchObject({ name: 'c2' });
});

test('a manifest is fetched, and an answer that is none is an error', async () => {
  const text = JSON.stringify(manifestOf(sure('cta')));
  const answer = (status: number) => async () => ({ ok: status < 300, status, text: async () => text });
  expect(await createHttpFetcher({ url: '/m.json', fetch: answer(200) }).fetch()).toBe(text);
  await expect(createHttpFetcher({ url: '/m.json', fetch: answer(404) }).fetch()).rejects.toThrow('404');
});

test('each of several sinks gets every event', () => {
  const seen: string[] = [];
  const sink = (name: string) => ({ track: ({ type }: { type: string }) => void seen.push(`${name} ${type}`) });
  play(manifestOf(sure('cta')), { telemetry: combineTelemetry(sink('a'), sink('b')) }).engine.expose('cta');
  expect(seen).toEqual(['a exposure', 'b exposure']);
});
