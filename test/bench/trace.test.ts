/** Tests script time from the events of a trace. */

import { expect, test } from 'vitest';
import { scriptTime } from '../../bench/trace.mjs';

const MARK = 'http://a.shop.localhost:1';
const event = (name: string, ts: number, dur: number, tdur: number, rest: object = {}) => ({
  ph: 'X',
  name,
  ts,
  dur,
  tdur,
  pid: 7,
  tid: 1,
  ...rest,
});
const parsed = event('ParseHTML', 0, 5, 5, { args: { beginData: { url: `${MARK}/shop/item` } } });

test('what lies inside of another piece of script is counted once', () => {
  const events = [
    parsed,
    event('v8.compile', 110, 20, 2000),
    event('EvaluateScript', 100, 100, 9000),
    event('RunMicrotasks', 300, 10, 1000),
  ];
  expect(scriptTime(events, MARK)).toEqual({
    totalMs: 10,
    longestMs: 9,
    byKind: { EvaluateScript: 9, RunMicrotasks: 1 },
  });
});

test('other threads, other processes and what is no script do not count', () => {
  const events = [
    parsed,
    event('FunctionCall', 10, 10, 1000, { tid: 2 }),
    event('FunctionCall', 10, 10, 1000, { pid: 8 }),
    event('Layout', 30, 10, 1000),
    event('FunctionCall', 50, 10, 500),
  ];
  expect(scriptTime(events, MARK).totalMs).toBe(0.5);
});

test('a page without script costs nothing', () => {
  expect(scriptTime([], MARK)).toEqual({ totalMs: 0, longestMs: 0, byKind: {} });
});
