/** The one MutationObserver: whoever waits for elements, or keeps a change applied, is asked again when the page changed. */

import { get, isParsed, listen } from './dom.js';
import { attempt } from './guard.js';
import { frame } from './paint.js';

/** Looks at the document, and says whether it has found what it looks for. */
export type Look = () => unknown;

export interface Watch {
  /**
   * Looks at once, and again whenever the page has changed, until it is ended: by what it returns, by a throw, or where a
   * last look at the deadline finds nothing.
   *
   * @param names a selector whose attributes matter, and `[more]` of them in brackets; classes and ids always do
   * @param onEnd told what was thrown, or nothing at the deadline
   * @param timeoutMs not before the document is parsed; undefined: never
   */
  _add(look: Look, names: string, onEnd: (error?: unknown) => void, timeoutMs?: number): () => void;
  /** While a navigation is under way the document is neither the old page nor the new one. */
  _pause(isPaused: boolean): void;
  /** Whether it has changed since. */
  _isChanged(): boolean;
}

/**
 * Before load every batch of changes is looked at before it is painted. After load there is at most one look a frame: at once
 * where the frame had none yet, so that what a page renders inside a frame is not painted untouched, else in the next.
 */
export const createWatch = (): Watch => {
  const looks = new Set<Look>();
  const attributes = new Set(['class', 'id']);
  let isPaused = false;
  let isCooling = false;
  let isDirty = false;

  const notice = (): void => {
    isDirty = true;
    if (isPaused || isCooling) return;
    isDirty = false;
    for (const look of looks) look();
    if (get(document, 'readyState') !== 'complete') return;
    isCooling = true;
    frame(() => {
      isCooling = false;
      if (isDirty) notice();
    });
  };
  const observer = new MutationObserver(notice);
  /** Takes the place of what was observed before. */
  const observe = (): void =>
    observer.observe(document, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: [...attributes],
    });
  const rest = (): void => {
    if (!looks.size) observer.disconnect();
  };
  // the last element is complete only now
  listen(document, 'readystatechange', notice);

  return {
    _add(look, names, onEnd, timeoutMs) {
      let isTimed = false;
      const end = (): void => {
        looks.delete(run);
        rest();
      };
      const run = (): unknown => {
        const isFound =
          looks.has(run) &&
          attempt(look, (error) => {
            end();
            onEnd(error);
          });
        if (!isFound && !isTimed && (timeoutMs as number) >= 0 && isParsed()) {
          isTimed = true;
          setTimeout(() => {
            if (run() || !looks.has(run)) return;
            end();
            onEnd();
          }, timeoutMs);
        }
        return isFound;
      };
      looks.add(run);
      for (const [, name = ''] of names.matchAll(/\[\s*([\w:-]+)/g)) attributes.add(name);
      observe();
      run();
      return end;
    },
    _pause(paused) {
      isPaused = paused;
      if (paused) return observe();
      if (isDirty) notice();
      rest();
    },
    _isChanged: () => isDirty,
  };
};
