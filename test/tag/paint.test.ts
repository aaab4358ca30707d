/** Tests that work waits for the first paint, and for no paint that never comes. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterPaint, frame } from '../../src/tag/paint.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let log: number[];
let paint: () => void;

beforeEach(() => {
  stage = createStage();
  log = [];
  class Observer {
    readonly run: () => void;
    constructor(run: () => void) {
      this.run = run;
    }
    observe(options: object): void {
      expect(options).toEqual({ type: 'paint', buffered: true });
      paint = this.run;
    }
    disconnect(): void {
      paint = () => undefined;
    }
  }
  vi.stubGlobal('PerformanceObserver', Observer);
});
afterEach(() => stage.leave());

const wait = (): void => afterPaint(() => log.push(1));

test('work waits until the page was painted, and is done once', async () => {
  wait();
  await stage.wait(5000);
  expect(log).toEqual([]);
  paint();
  paint();
  window.dispatchEvent(new Event('pagehide'));
  stage.hide();
  expect(log).toEqual([1]);
});

test('a page that goes away unpainted is told so in that very moment', () => {
  wait();
  window.dispatchEvent(new Event('pagehide'));
  expect(log).toEqual([1]);
  paint();
  expect(log).toEqual([1]);
});

test('a page that is hidden unpainted may never be seen again', () => {
  wait();
  stage.hide();
  expect(log).toEqual([1]);
});

test('a page that becomes visible does not count as painted', () => {
  stage.isHidden = true;
  wait();
  stage.isHidden = false;
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  expect(log).toEqual([]);
});

test('a browser that does not tell of paints waits until the page is hidden', () => {
  vi.stubGlobal('PerformanceObserver', undefined);
  wait();
  expect(log).toEqual([]);
  stage.hide();
  expect(log).toEqual([1]);
});

test('a frame comes before long, in the background too', async () => {
  const run = vi.fn();
  frame(run);
  expect(run).not.toHaveBeenCalled();
  await stage.wait(20);
  stage.isHidden = true;
  vi.stubGlobal('requestAnimationFrame', () => 0);
  frame(run);
  await stage.wait(20);
  expect(run).toHaveBeenCalledTimes(2);
});
