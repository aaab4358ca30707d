/**
 * Provides `experiment.when`: runs code of a recipe on the elements that it needs, when they come, before they are
 * painted.
 */

import { every } from './dom.js';
import { attempt } from './guard.js';
import type { Trouble } from './ops.js';
import type { When } from './scope.js';
import type { Watch } from './watch.js';

/** What waits for elements on behalf of a recipe, or of its shared code. */
export interface Waiting {
  readonly _when: When;
  /** Starts the clocks of what has found nothing yet anew; what looks for every match says so where it found none. */
  _restart(): void;
  /** Ends the waiting, and undoes what was done, last first. */
  _end(): void;
  /** Whether something waited, and nothing was done that cannot be undone. */
  _canRepeat(): boolean;
}

/** What a callback returned, where it takes back what that did. */
export const isUndo = (value: unknown): value is () => void => typeof value === 'function';

export const createWaiting = (watch: Watch, trouble: Trouble): Waiting => {
  const undos: (() => void)[] = [];
  const starts: (() => void)[] = [];
  const ends: (() => void)[] = [];
  let isOver = false;
  let isLasting = false;

  const when: When = (selector, callback, { all, timeoutMs = 2000 } = {}) => {
    // Code of the page's own may call it long after the recipe was undone.
    if (isOver) return;
    const seen = new WeakSet<Element>();
    let isFound = false;
    let end: (() => void) | undefined;
    const limitMs = timeoutMs < Infinity ? timeoutMs : undefined;
    const look = (): boolean => {
      for (const element of every(selector)) {
        if (isOver || seen.has(element)) continue;
        seen.add(element);
        isFound = true;
        const undo = callback(element as never);
        if (isUndo(undo)) undos.push(undo);
        else isLasting = true;
        if (!all) {
          end?.();
          break;
        }
      }
      return isFound;
    };
    const start = (): void => {
      if (isFound && !all) return;
      end?.();
      end = watch._add(
        look,
        selector,
        '',
        (error) => trouble(error ? 'error' : 'timeout', error, selector),
        all ? undefined : limitMs,
      );
      if (isFound && !all) end();
    };
    // Of what may come at any time, only the end of a view says that it has not come.
    const conclude = (): void => {
      if (all && !isFound && limitMs !== undefined) trouble('timeout', undefined, selector);
    };
    starts.push(() => {
      conclude();
      start();
    });
    ends.push(() => {
      end?.();
      conclude();
    });
    start();
  };

  return {
    _when: when,
    _restart: () => starts.forEach((start) => start()),
    _end() {
      isOver = true;
      for (const end of ends) end();
      for (const undo of undos.reverse()) attempt(undo, (error) => trouble('error', error));
    },
    _canRepeat: () => !!starts[0] && !isLasting,
  };
};
