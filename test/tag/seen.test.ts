/** Checks that `visible` fires when enough of any match is on screen, as an IntersectionObserver tells. */

import { beforeEach, expect, test, vi } from 'vitest';
import { one } from './recipes.js';
import { bench, setUp, start, told } from './triggering.js';

setUp();

interface Observer {
  readonly thresholds: readonly number[];
  readonly seen: Element[];
  isOver: boolean;
  /** Tells how much of an element of that height is on screen. */
  fire(element: Element, share: number, height?: number): void;
}

let observers: Observer[];
let resize: () => void;
const last = (): Observer => observers.at(-1) as Observer;

beforeEach(() => {
  observers = [];
  // As browsers have it: happy-dom knows no initial values.
  vi.stubGlobal('getComputedStyle', ({ style }: HTMLElement) => {
    const { overflow = '' } = style;
    return { overflowX: overflow || 'visible', overflowY: overflow || 'visible' };
  });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly it: Observer;
      constructor(run: (entries: unknown[]) => void, { threshold }: { threshold: number[] }) {
        this.it = {
          thresholds: threshold,
          seen: [],
          isOver: false,
          fire: (target, share, height = 100) =>
            run([
              {
                target,
                isIntersecting: share > 0,
                intersectionRatio: share,
                boundingClientRect: { width: 100, height },
              },
            ]),
        };
        observers.push(this.it);
      }
      observe(element: Element): void {
        this.it.seen.push(element);
      }
      disconnect(): void {
        this.it.isOver = true;
      }
    },
  );
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(run: () => void) {
        resize = run;
      }
      observe = (): void => undefined;
      disconnect = (): void => undefined;
    },
  );
});

test('it fires when half of the element is on screen, unless another share is asked for', async () => {
  const part = start({ kind: 'visible', selector: 'p' });
  const whole = start({ kind: 'visible', selector: 'p', ratio: 1 });
  document.body.innerHTML = '<p></p>';
  await bench.wait(50);
  const [first, second] = observers as [Observer, Observer];
  expect(first.seen).toEqual([one('p')]);
  first.fire(one('p'), 0);
  first.fire(one('p'), 0.4);
  expect(part._isOn()).toBe(false);
  expect(last().thresholds.map((share) => Math.round(share * 10) / 10)).toEqual([0, 0.5]);
  last().fire(one('p'), 0.5);
  expect([part._isOn(), last().isOver, ...told]).toEqual([true, true, 'changed']);
  second.fire(one('p'), 0.9);
  expect(whole._isOn()).toBe(false);
  last().fire(one('p'), 1);
  expect(whole._isOn()).toBe(true);
});

test('of an element taller than the screen, half of what can be seen at once is enough', () => {
  document.body.innerHTML = '<p></p>';
  const part = start({ kind: 'visible', selector: 'p' });
  last().fire(one('p'), 0.12, innerHeight * 4);
  expect(part._isOn()).toBe(false);
  last().fire(one('p'), 0.125, innerHeight * 4);
  expect(part._isOn()).toBe(true);
});

test('every match is looked at, those that come later too, and sizes are measured anew', async () => {
  document.body.innerHTML = '<p></p>';
  start({ kind: 'visible', selector: 'p' });
  document.body.append(document.createElement('p'));
  await bench.wait(50);
  expect(last().seen).toEqual([...document.querySelectorAll('p')]);
  last().fire(one('p'), 0.1);
  expect(last().thresholds).toHaveLength(2);
  resize();
  expect(last().thresholds).toEqual([0]);
});

test('a stopped trigger looks no more', () => {
  document.body.innerHTML = '<p></p>';
  start({ kind: 'visible', selector: 'p' })._stop();
  expect(observers.every(({ isOver }) => isOver)).toBe(true);
});

test('in a box that cuts, half of what the box shows at once is enough', () => {
  document.body.innerHTML = '<div style="overflow: hidden"><p></p></div>';
  for (const [name, size] of [
    ['clientWidth', 50],
    ['clientHeight', 20],
  ] as const)
    vi.spyOn(HTMLElement.prototype, name, 'get').mockReturnValue(size);
  const part = start({ kind: 'visible', selector: 'p' });
  // By hand: half of the width and a fifth of the height can be seen at once, so a twentieth of all is half of that.
  last().fire(one('p'), 0.04);
  expect(part._isOn()).toBe(false);
  last().fire(one('p'), 0.05);
  expect(part._isOn()).toBe(true);
});

test('a box that is closed does not count as all that can be seen of what is in it', () => {
  document.body.innerHTML = '<div style="overflow: hidden"><p></p></div>';
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(0);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(100);
  const part = start({ kind: 'visible', selector: 'p' });
  last().fire(one('p'), 0);
  last().fire(one('p'), 0.004);
  expect(part._isOn()).toBe(false);
});

test('an element without a size is seen when it is on screen', () => {
  document.body.innerHTML = '<p></p>';
  const part = start({ kind: 'visible', selector: 'p' });
  last().fire(one('p'), 1, 0);
  expect(part._isOn()).toBe(true);
});
