import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterPaint, frame } from '../../src/tag/paint.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let log: boolean[];
let paint: () => void;

beforeEach(() => {
  stage = createStage();
  log = [];
  class Observer {
    static readonly supportedEntryTypes = ['paint'];
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

const wait = (): void => afterPaint((isLeaving) => log.push(isLeaving));

test('work waits until the page was painted, and is done once', async () => {
  wait();
  await stage.wait(5000);
  expect(log).toEqual([]);
  paint();
  paint();
  window.dispatchEvent(new Event('pagehide'));
  stage.hide();
  expect(log).toEqual([false]);
});

test('a page that goes away unpainted is told so in that very moment', () => {
  wait();
  window.dispatchEvent(new Event('pagehide'));
  expect(log).toEqual([true]);
  paint();
  expect(log).toEqual([true]);
});

test('a page that is hidden unpainted may never be seen again', () => {
  wait();
  stage.hide();
  expect(log).toEqual([true]);
});

test('becoming visible is no paint', () => {
  stage.isHidden = true;
  wait();
  stage.isHidden = false;
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  expect(log).toEqual([]);
});

test.each([undefined, { supportedEntryTypes: ['mark'] }])(
  'a browser that does not tell of paints has painted after a frame',
  async (observer) => {
    vi.stubGlobal('PerformanceObserver', observer);
    wait();
    expect(log).toEqual([]);
    await stage.wait(50);
    expect(log).toEqual([false]);
  },
);

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
