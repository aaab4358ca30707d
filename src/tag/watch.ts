/** The one MutationObserver: whoever waits for elements, or keeps a change applied, is asked again when the page changed. */

import { get, isParsed, listen } from './dom.js';
import { frame } from './paint.js';

/** Something that looks at the document again and again. */
export interface Look {
  /** Looks, now. */
  _look(): void;
  /** The attributes whose change matters to it; `_text` where the text of a node does. */
  readonly _attributes: readonly string[];
  readonly _text?: boolean;
}

export interface Watch {
  _add(look: Look): void;
  _remove(look: Look): void;
  /** While a navigation is under way the document is neither the old page nor the new one. */
  _pause(isPaused: boolean): void;
  _stop(): void;
}

/**
 * Before load every batch of changes is looked at before it is painted. After load there is at most one look a frame: at once
 * where the frame had none yet, so that what a page renders inside a frame is not painted untouched, else in the next.
 *
 * @param onLook runs with every look
 */
export const createWatch = (onLook: () => void): Watch => {
  const looks = new Set<Look>();
  let isPaused = false;
  let isCooling = false;
  let isDirty = false;
  let isStale = false;
  const observer = new MutationObserver(() => notice());

  const lookNow = (): void => {
    isDirty = false;
    onLook();
    for (const look of looks) look._look();
    observe();
    // our own writes are no news
    observer.takeRecords();
  };
  const notice = (): void => {
    isDirty = true;
    if (isPaused || isCooling) return;
    lookNow();
    if (get(document, 'readyState') === 'complete') {
      isCooling = true;
      frame(() => {
        isCooling = false;
        if (isDirty) notice();
      });
    }
  };
  const observe = (): void => {
    if (!isStale) return;
    isStale = false;
    observer.disconnect();
    if (!looks.size) return;
    const attributeFilter = [...new Set([...looks].flatMap((look) => look._attributes))];
    observer.observe(document, {
      childList: true,
      subtree: true,
      characterData: [...looks].some((look) => look._text),
      ...(attributeFilter[0] && { attributeFilter }),
    });
  };
  // the last element is complete only now
  const stop = listen(document, 'readystatechange', () => isParsed() && looks.size && notice());

  return {
    _add(look) {
      looks.add(look);
      if (!isStale) Promise.resolve().then(observe);
      isStale = true;
    },
    _remove(look) {
      if (looks.delete(look) && !isStale) {
        isStale = true;
        Promise.resolve().then(observe);
      }
    },
    _pause(paused) {
      isPaused = paused;
      if (!paused && isDirty) notice();
    },
    _stop() {
      stop();
      looks.clear();
      observer.disconnect();
    },
  };
};

/** The attributes that a selector names. */
export const attributesOf = (selector: string): string[] => [
  ...(selector.includes('.') ? ['class'] : []),
  ...(selector.includes('#') ? ['id'] : []),
  ...[...selector.matchAll(/\[\s*([\w-]+)/g)].map((match) => match[1] as string),
];

/** Runs when the document is parsed, at once where it is. Returns how to call it off. */
export const whenParsed = (run: () => void): (() => void) => {
  if (isParsed()) {
    run();
    return () => undefined;
  }
  const stop = listen(document, 'readystatechange', () => {
    stop();
    run();
  });
  return stop;
};

/** Looks for an element until it is there or the time is up, counted from now but not before the document is parsed. */
export const deadline = (ms: number, run: () => void): (() => void) => {
  const startedAt = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = whenParsed(() => {
    timer = setTimeout(run, Math.max(0, ms - (Date.now() - startedAt)));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
};
