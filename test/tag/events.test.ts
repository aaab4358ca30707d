/** Tests who hears of what happens on a page: listeners early and late, and the window. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEmitter } from '../../src/tag/events.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

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
  _on('exposure', (detail: unknown) => {
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

test('what late listeners may still hear is 200 happenings: the oldest conversions go first', () => {
  const { _emit, _on } = createEmitter(() => undefined);
  const late = (type: 'conversion' | 'exposure' | 'ready' | 'failure'): unknown[] => {
    const heard: unknown[] = [];
    _on(type, (detail: unknown) => heard.push(detail))();
    return heard;
  };
  _emit('ready', 'client');
  _emit('exposure', 'first');
  for (let i = 0; i < 1000; i++) _emit('conversion', i);
  _emit('failure', 'last');
  expect(late('ready')).toEqual(['client']);
  expect(late('exposure')).toEqual(['first']);
  expect(late('failure')).toEqual(['last']);
  expect(late('conversion')).toEqual(Array.from({ length: 197 }, (_, index) => 803 + index));
  for (let i = 0; i < 1000; i++) _emit('exposure', i);
  expect(late('conversion')).toEqual([]);
  expect(late('ready')).toEqual(['client']);
  expect(late('exposure')).toHaveLength(199);
  expect(late('exposure').at(-1)).toBe(999);
});
