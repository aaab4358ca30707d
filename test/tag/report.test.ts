/** Tests what the tag says of itself in events: ids, times, addresses, texts and failures. */

import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FxEvent, readEvent } from '../../src/core/index.js';
import { cut, fail, record } from '../../src/tag/report.js';
import type { Session } from '../../src/tag/state.js';
import { eventsOf, sessionOf } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
let events: FxEvent[];
let session: Session;
beforeEach(() => {
  stage = createStage('https://shop.example.com/shoes?size=9#top');
  session = sessionOf({ subjectId: 's' });
  events = eventsOf(session._site);
});
afterEach(() => stage.leave());

test('an event has a random id, a time, and what its page and its kind say', () => {
  for (let count = 0; count < 2; count++) record(session, { type: 'conversion', name: 'order', value: 2 });
  // as it is sent: what is undefined is left out
  expect(JSON.parse(JSON.stringify(events[0]))).toEqual({
    id: expect.stringMatching(/^[\da-f]{32}$/),
    type: 'conversion',
    at: NOW,
    subject: 's',
    visitor: expect.stringMatching(/^[\da-f]{32}$/),
    revision: 'r1',
    path: '/shoes',
    name: 'order',
    value: 2,
  });
  expect(events[1]?.id).not.toBe(events[0]?.id);
});

test.each([
  ['at f (https://a.example/app.js?token=1:10:5)', 'at f (https://a.example/app.js'],
  ['see https://a.example/p?mail=x@y.z and /q#secret too', 'see https://a.example/p and /q too'],
  ["https://a.example/?q='secret'(secret)", 'https://a.example/'],
  ["https://a.example/o'brien?x=secret", "https://a.example/o'brien"],
  ['div#main > a.b', 'div#main > a.b'],
  ['is this so? yes', 'is this so? yes'],
])('of %j what stands behind ? and # of addresses is cut', (text, expected) => {
  expect(cut(text)).toBe(expected);
});

test('texts are cut to 1,000 characters, and a long one takes no time', () => {
  expect(cut('x'.repeat(5000))).toHaveLength(1000);
  const start = performance.now();
  cut('/'.repeat(1e6));
  expect(performance.now() - start).toBeLessThan(200);
});

test('a failure says its code, what was thrown, where, and for which selector, and once', () => {
  const error = new TypeError('no https://a.example/x?y');
  error.stack = 'TypeError: no\n at https://a.example/z.js?v=1:2:3';
  for (let count = 0; count < 2; count++) fail(session, 'a', 'b', 'error', error, 'a[href="/x?y"]');
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    experiment: 'a',
    variant: 'b',
    code: 'error',
    selector: 'a[href="/x',
    message: 'TypeError: no https://a.example/x',
    stack: 'TypeError: no\n at https://a.example/z.js',
  });
});

test.each([
  [undefined, 'timeout'],
  ['text', 'text'],
  [Object.create(null), ''],
  [
    {
      toString: () => '',
      get stack() {
        throw new Error('x');
      },
    },
    '',
  ],
])('whatever was thrown, %#, a failure has a message and a stack', (error, message) => {
  fail(session, 'a', 'b', 'timeout', error);
  expect(events).toMatchObject([{ code: 'timeout', message, stack: '' }]);
});

test.each(['', 'x'.repeat(300), 'half \ud83d', 7 as unknown as string])(
  'a conversion that no collector would take, %j, is not sent, and the console says why',
  (name) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const isWanted = vi.fn(() => true);
    record(session, { type: 'conversion', name, value: 1, key: 'o-1' }, false, isWanted);
    expect(events).toEqual([]);
    // Its key is not spent.
    expect(isWanted).not.toHaveBeenCalled();
    expect(warn.mock.calls).toEqual([['fx: conversion dropped: its name, key, value or time is out of range']]);
    warn.mockRestore();
  },
);

test('whatever a page does, a collector takes the events that are sent', () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const text = fc.string({ unit: fc.constantFrom('a', '?', '#', '/', '\0', '\ud83d', '🙂'), maxLength: 300 });
  const thrown = fc.oneof(
    text,
    fc.jsonValue(),
    text.map((message) => new Error(message)),
  );
  fc.assert(
    fc.property(text, fc.option(text), fc.oneof(fc.double(), fc.jsonValue()), thrown, (name, key, value, error) => {
      record(session, { type: 'conversion', name, value: value as number, key: key ?? undefined });
      fail(session, 'a', 'b', 'error', error, name);
      record(session, { type: 'exposure', experiment: 'a', variant: 'b', phase: undefined, reason: 'assigned' });
    }),
  );
  expect(events.length).toBeGreaterThan(100);
  // As they travel: what is undefined is left out.
  const refused = events.map((event) => readEvent(JSON.parse(JSON.stringify(event)))).filter(({ ok }) => !ok);
  expect(refused).toEqual([]);
  vi.restoreAllMocks();
});

test('with a clock that is far off nothing is sent', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  vi.setSystemTime(Date.UTC(1970, 0, 1));
  record(session, { type: 'conversion', name: 'order', value: 1 });
  expect(events).toEqual([]);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test('a path that is too long is cut, so that its events are taken', () => {
  history.replaceState(null, '', `/${'x'.repeat(3000)}`);
  record(session, { type: 'conversion', name: 'order', value: 1 });
  expect(events[0]?.path).toHaveLength(2048);
});
