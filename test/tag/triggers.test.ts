/** Triggers fire when they should, once, and start over at every view until they have. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Trigger } from '../../src/core/index.js';
import {
  createHostTrigger,
  createTrigger,
  type HostTrigger,
  type Part,
  readsHash,
  type Signals,
} from '../../src/tag/triggers.js';
import { type Bench, createBench, one } from './recipes.js';

let bench: Bench;
let told: string[];
let scripts: (() => void)[];

beforeEach(() => {
  bench = createBench('');
  told = [];
  scripts = [];
  window.happyDOM.setURL('https://shop.example/shoes?size=9#top');
  // the window of happy-dom does not take part in the path of events: the document stands in for it
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    const method: (...args: Parameters<EventTarget['addEventListener']>) => void = EventTarget.prototype[name];
    vi.spyOn(EventTarget.prototype, name as 'addEventListener').mockImplementation(function (
      this: EventTarget,
      ...args
    ) {
      method.apply((this as unknown) === window ? document : this, args);
    });
  }
});
afterEach(() => bench.leave());

const signals = (): Signals => ({
  _watch: bench.workshop._watch,
  _onChange: () => told.push('changed'),
  _onError: (error) => told.push(`error ${(error as Error).message}`),
  _run: (js, activate) => {
    if (js === 'throw') throw new Error('script');
    scripts.push(activate);
  },
});
const start = (trigger: Trigger): Part => {
  const part = createTrigger(trigger, signals());
  part._start(false);
  return part;
};
const host = (ask: HostTrigger): Part => createHostTrigger(ask, signals());

test('auto is on at once', () => {
  expect([start({ kind: 'auto' })._isOn(), ...told]).toEqual([true]);
});

test.each([
  [{ pattern: '/shoes' }, true],
  [{ pattern: 'size=9#top' }, true],
  [{ pattern: 'shop.example' }, false],
  [{ pattern: 'https://shop.example/' }, true],
  [{ pattern: 'shop.example', on: 'url' }, true],
  [{ pattern: '^/sh.es\\?', regex: true }, true],
  [{ pattern: '^https://shop\\.', regex: true }, true],
] as const)('urlMatch %j is %s', (trigger, isOn) => {
  expect(start({ kind: 'urlMatch', ...trigger })._isOn()).toBe(isOn);
});

test('urlMatch is taken anew', () => {
  const part = start({ kind: 'urlMatch', pattern: '/shoes' });
  window.happyDOM.setURL('https://shop.example/hats');
  expect(part._isOn()).toBe(false);
});

describe('waitForSelector', () => {
  test('fires at once where the element is there', () => {
    document.body.innerHTML = '<p></p>';
    expect(start({ kind: 'waitForSelector', selector: 'p' })._isOn()).toBe(true);
  });

  test('fires when the element comes, once, and waits without end', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p[data-x]' });
    await bench.wait(60000);
    document.body.innerHTML = '<p></p>';
    await bench.wait(50);
    expect(told).toEqual([]);
    one('p').setAttribute('data-x', '');
    await bench.wait(50);
    document.body.append(document.createElement('p'));
    await bench.wait(50);
    expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  });

  test('gives up after its time, with one last look, and starts over at the next view', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p', timeoutMs: 100 });
    await bench.wait(100);
    document.body.innerHTML = '<p></p>';
    await bench.wait(50);
    expect(part._isOn()).toBe(false);
    part._start(false);
    expect(part._isOn()).toBe(true);
    const late = start({ kind: 'waitForSelector', selector: 'i', timeoutMs: 100 });
    bench.workshop._watch._pause(true);
    document.body.innerHTML = '<i></i>';
    await bench.wait(100);
    expect(late._isOn()).toBe(true);
  });

  test('stopped, it does not fire', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p', timeoutMs: 100 });
    part._stop();
    document.body.innerHTML = '<p></p>';
    await bench.wait(200);
    expect([part._isOn(), ...told]).toEqual([false]);
  });

  test('tells of a selector that is none', () => {
    expect(start({ kind: 'waitForSelector', selector: '[' })._isOn()).toBe(false);
    expect(told).toEqual([expect.stringMatching(/^error /)]);
  });
});

test('event fires on a DOM event anywhere in the document, once', () => {
  document.body.innerHTML = '<p></p>';
  const part = start({ kind: 'event', name: 'go' });
  one('p').dispatchEvent(new Event('go'));
  document.dispatchEvent(new Event('go'));
  expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  const stopped = start({ kind: 'event', name: 'go' });
  stopped._start(false);
  stopped._stop();
  document.dispatchEvent(new Event('go'));
  expect(stopped._isOn()).toBe(false);
});

test('event fires at once for DOMContentLoaded where the document is parsed already', () => {
  const state = vi.spyOn(Document.prototype, 'readyState', 'get').mockReturnValue('loading');
  const early = start({ kind: 'event', name: 'DOMContentLoaded' });
  expect([early._isOn(), ...told]).toEqual([false]);
  state.mockReturnValue('interactive');
  expect([start({ kind: 'event', name: 'DOMContentLoaded' })._isOn(), ...told]).toEqual([true, 'changed']);
  expect(start({ kind: 'event', name: 'load' })._isOn()).toBe(false);
  state.mockRestore();
});

describe('visible', () => {
  interface Observer {
    readonly threshold: number;
    readonly seen: Element[];
    isOver: boolean;
    fire(isIntersecting: boolean): void;
  }
  let observers: Observer[];
  beforeEach(() => {
    observers = [];
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        readonly it: Observer;
        constructor(run: (entries: { isIntersecting: boolean }[]) => void, options: { threshold: number }) {
          this.it = {
            threshold: options.threshold,
            seen: [],
            isOver: false,
            fire: (isIntersecting) => run([{ isIntersecting }]),
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
  });

  test('fires when enough of the element is on screen', async () => {
    const part = start({ kind: 'visible', selector: 'p' });
    document.body.innerHTML = '<p></p>';
    await bench.wait(50);
    const [observer] = observers;
    expect([observer?.threshold, observer?.seen[0]]).toEqual([0.5, one('p')]);
    observer?.fire(false);
    expect(part._isOn()).toBe(false);
    observer?.fire(true);
    expect([part._isOn(), observer?.isOver, ...told]).toEqual([true, true, 'changed']);
  });

  test('of an element taller than the viewport, what can be seen is enough', () => {
    document.body.innerHTML = '<p></p>';
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ height: innerHeight * 4 } as DOMRect);
    start({ kind: 'visible', selector: 'p', ratio: 1 });
    expect(observers[0]?.threshold).toBe(0.25);
  });

  test('stopped, it looks no more', () => {
    document.body.innerHTML = '<p></p>';
    start({ kind: 'visible', selector: 'p' })._stop();
    expect(observers[0]?.isOver).toBe(true);
  });
});

test('manual fires when it is activated', () => {
  const part = start({ kind: 'manual' });
  expect(part._isOn()).toBe(false);
  expect(part._activate()).toBe(true);
  expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  expect(start({ kind: 'auto' })._activate()).toBe(false);
  expect(start({ kind: 'any', of: [{ kind: 'event', name: 'x' }, { kind: 'manual' }] })._activate()).toBe(true);
});

describe('script', () => {
  test('runs once per page load, and may activate late, also after the view has gone', () => {
    const part = start({ kind: 'script', js: 'x' });
    part._start(false);
    part._stop();
    expect(scripts).toHaveLength(1);
    scripts[0]?.();
    scripts[0]?.();
    expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  });

  test('a throw is told', () => {
    expect(start({ kind: 'script', js: 'throw' })._isOn()).toBe(false);
    expect(told).toEqual(['error script']);
  });
});

describe('all and any', () => {
  const [a, b] = ['a', 'b'].map((name): Trigger => ({ kind: 'event', name })) as [Trigger, Trigger];
  const fire = (name: string) => document.dispatchEvent(new Event(name));

  test('all is on when every one has fired, any when the first has', () => {
    const all = start({ kind: 'all', of: [a, b] });
    const any = start({ kind: 'any', of: [a, b] });
    fire('b');
    expect([all._isOn(), any._isOn()]).toEqual([false, true]);
    fire('a');
    expect([all._isOn(), any._isOn()]).toEqual([true, true]);
  });

  test('all with an address that does not match starts nothing, until it does', () => {
    const part = start({
      kind: 'all',
      of: [
        { kind: 'script', js: 'x' },
        { kind: 'urlMatch', pattern: '/hats' },
      ],
    });
    expect(scripts).toHaveLength(0);
    window.happyDOM.setURL('https://shop.example/hats');
    part._start(false);
    expect(scripts).toHaveLength(1);
    scripts[0]?.();
    expect(part._isOn()).toBe(true);
  });

  test('any with an address that does not match starts the others', () => {
    start({
      kind: 'any',
      of: [
        { kind: 'urlMatch', pattern: '/hats' },
        { kind: 'script', js: 'x' },
      ],
    });
    expect(scripts).toHaveLength(1);
  });
});

test('on a prerendered page only what needs no visitor starts', () => {
  document.body.innerHTML = '<p></p>';
  const parts = (
    [
      { kind: 'script', js: 'x' },
      { kind: 'waitForSelector', selector: 'p' },
    ] as const
  ).map((trigger) => {
    const part = createTrigger({ kind: 'any', of: [trigger] }, signals());
    part._start(true);
    return part;
  });
  expect([parts[0]?._isOn(), parts[1]?._isOn(), scripts.length]).toEqual([false, true, 0]);
  parts[0]?._start(false);
  expect(scripts).toHaveLength(1);
});

describe('a host function', () => {
  test('answers at every view', () => {
    let isOn = false;
    const part = host(() => isOn);
    part._start(false);
    expect(part._isOn()).toBe(false);
    isOn = true;
    part._start(false);
    expect([part._isOn(), part._activate()]).toEqual([true, false]);
  });

  test('is off where it throws, rejects, or says anything but true', async () => {
    for (const ask of [
      () => {
        throw new Error('sync');
      },
      () => Promise.reject(new Error('async')),
      () => 1 as unknown as boolean,
      () => Promise.resolve('yes' as unknown as boolean),
    ]) {
      const part = host(ask);
      part._start(false);
      await bench.hear();
      expect(part._isOn()).toBe(false);
    }
    expect(told.filter((text) => text !== 'changed')).toEqual(['error sync', 'error async']);
  });

  test('may answer later, is asked one at a time, and again where there was a view meanwhile', async () => {
    const answers: ((value: boolean) => void)[] = [];
    const part = host(() => new Promise((resolve) => answers.push(resolve)));
    part._start(false);
    part._start(false);
    part._start(false);
    expect(answers).toHaveLength(1);
    answers[0]?.(true);
    await bench.hear();
    expect([answers.length, part._isOn()]).toEqual([2, false]);
    answers[1]?.(true);
    await bench.hear();
    expect([answers.length, part._isOn(), told.at(-1)]).toEqual([2, true, 'changed']);
  });
});

test('a trigger reads what is behind # only where a pattern of it does', () => {
  expect(readsHash([undefined, { kind: 'all', of: [{ kind: 'auto' }, { kind: 'urlMatch', pattern: '#top' }] }])).toBe(
    true,
  );
  expect(
    readsHash([
      {
        kind: 'any',
        of: [
          { kind: 'urlMatch', pattern: '/top' },
          { kind: 'event', name: '#' },
        ],
      },
    ]),
  ).toBe(false);
});
