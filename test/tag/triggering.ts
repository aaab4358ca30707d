/** Holds what the tests of triggers share: a page to start one on, and what it then did. */

import { afterEach, beforeEach, vi } from 'vitest';
import type { Trigger } from '../../src/core/index.js';
import { createTrigger, type Part, type Signals } from '../../src/tag/triggers.js';
import { type Bench, createBench } from './recipes.js';

export let bench: Bench;
/** `changed` where a trigger came on, `error …` where something was wrong. */
export let told: string[];
/** What activates each script that was run. */
export let scripts: (() => void)[];

/** Gives each test of a file a page of its own. */
export const setUp = (): void => {
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
};

export const signals = (): Signals => ({
  _watch: bench.workshop._watch,
  _onChange: () => told.push('changed'),
  _onError: (error) => told.push(`error ${(error as Error).message}`),
  _run: (js, activate) => {
    if (js === 'throw') throw new Error('script');
    scripts.push(activate);
  },
});

export const start = (trigger: Trigger): Part => {
  const part = createTrigger(trigger, signals());
  part._start(false);
  return part;
};
