import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEmitter, createEvent, cut, describe } from '../../src/tag/events.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const ORIGIN = { subject: 's', revision: 'r1', path: '/' };

test('an event has a random id, a time, and what its page and its kind say', () => {
  const make = () => createEvent('conversion', ORIGIN, { name: 'order', value: 2 });
  expect(make()).toEqual({
    id: expect.stringMatching(/^[\da-f]{32}$/),
    type: 'conversion',
    at: NOW,
    ...ORIGIN,
    name: 'order',
    value: 2,
  });
  expect(make().id).not.toBe(make().id);
});

test('listeners hear of their type, and the window too', () => {
  const { _emit, _on } = createEmitter(() => undefined);
  const heard: unknown[] = [];
  const onWindow = ({ detail }: Event & { detail?: unknown }) => heard.push(detail);
  window.addEventListener('fx:exposure', onWindow);
  _on('exposure', (detail: unknown) => heard.push(detail));
  _on('conversion', (detail: unknown) => heard.push(detail));
  const detail = { id: '1' };
  _emit('exposure', detail);
  expect(heard).toEqual([detail, detail]);
});

test('a late listener hears what already happened, in order and once', () => {
  const { _emit, _on } = createEmitter(() => undefined);
  const heard: unknown[] = [];
  _emit('exposure', 1);
  _emit('conversion', 2);
  _emit('exposure', 3);
  _on('exposure', (detail: number) => {
    heard.push(detail);
    if (detail === 1) _emit('exposure', 4);
  });
  _emit('exposure', 5);
  expect(heard).toEqual([1, 3, 4, 5].sort((a, b) => heard.indexOf(a) - heard.indexOf(b)));
  expect(heard).toHaveLength(4);
});

test('who unsubscribes hears nothing more', () => {
  const { _emit, _on } = createEmitter(() => undefined);
  const heard = vi.fn();
  const stop = _on('exposure', heard);
  stop();
  stop();
  _emit('exposure', 1);
  expect(heard).not.toHaveBeenCalled();
});

test('a listener that throws is told of, and stops no other; one of failures is not, which would never end', () => {
  const onThrow = vi.fn();
  const { _emit, _on } = createEmitter(onThrow);
  const error = new Error('mine');
  const heard = vi.fn();
  const thrower = () => {
    throw error;
  };
  _on('exposure', thrower);
  _on('exposure', heard);
  _on('failure', thrower);
  _emit('exposure', 1);
  _emit('failure', 2);
  expect(heard).toHaveBeenCalledWith(1);
  expect(onThrow.mock.calls).toEqual([[error, 1]]);
});

test('two copies on a page do not hear each other, nor what the page makes up', () => {
  const one = createEmitter(() => undefined);
  const two = createEmitter(() => undefined);
  const heard = vi.fn();
  one._on('exposure', heard);
  two._emit('exposure', 1);
  window.dispatchEvent(new CustomEvent('fx:exposure', { detail: 2 }));
  expect(heard).not.toHaveBeenCalled();
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

test('a failure says its code, what was thrown, where, and for which selector', () => {
  const error = new TypeError('no https://a.example/x?y');
  error.stack = 'TypeError: no\n at https://a.example/z.js?v=1:2:3';
  expect(describe('error', error, 'a[href="/x?y"]')).toEqual({
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
  expect(describe('timeout', error)).toEqual({ code: 'timeout', message, stack: '' });
});
