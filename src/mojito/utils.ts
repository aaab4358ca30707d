/** Provides `Mojito.utils`: waiting for the page, and what recipe code is written with. */

import type { Level, RecipeOwner, Settings } from './api.js';
import { Cookies } from './cookies.js';
import { guarded } from './guard.js';
import { md5 } from './md5.js';

/** Milliseconds; null and undefined: as long as it takes, or the default where there is one. */
type Timeout = number | string | null | undefined;

/** What `observeSelector` takes. */
export interface Observing {
  readonly timeout?: Timeout;
  /** The first match only. Default: every match, once each. */
  readonly once?: boolean;
  readonly onTimeout?: () => void;
}

type Callback = (element: Element) => void;

/** Each call waits on its own, so that what one callback throws is the page's error and stops no other. */
export const createUtils = (settings: Settings) => ({
  extend: Object.assign,
  log,
  /** Null is an object here, as it is in Mojito. */
  isObject: (it: unknown): boolean => typeof it === 'object',
  isFunction: (it: unknown): boolean => typeof it === 'function',
  isValidSelector: (selector: string): boolean =>
    guarded(
      () => !document.querySelector(selector) || true,
      () => false,
    ),
  parseUrlParameters,
  domReady(callback: () => void): void {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => callback());
    else callback();
  },
  observeSelector(this: unknown, selector: string, callback: Callback, options?: Observing): void {
    observe(this, selector, callback, options);
  },
  waitForElement(this: unknown, selector: string, callback: Callback, timeout?: Timeout): void {
    observe(this, selector, callback, { timeout, once: true });
  },
  /** Asks at once, and then every `waitInterval`. */
  waitUntil(condition: () => unknown, callback: () => void, timeout?: Timeout): void {
    const from = Date.now();
    const look = (): void => {
      if (condition()) callback();
      else if (Date.now() - from < +(timeout ?? (settings.defaultWaitTimeout || 1e9)))
        setTimeout(look, settings.waitInterval);
    };
    look();
  },
  /** Calls back with the changes of every element that matches now. */
  watchElement(
    target: string | Node,
    callback: MutationCallback,
    options: MutationObserverInit = { childList: true, subtree: true, characterData: true, attributes: true },
  ): void {
    for (const element of typeof target === 'string' ? document.querySelectorAll(target) : [target])
      new MutationObserver(callback).observe(element, options);
  },
  /** Calls back when an element comes into view: once, unless `once` is false. */
  waitForIntersection: (
    element: Element,
    callback: (entry: IntersectionObserverEntry) => void,
    options: IntersectionObserverInit & { readonly once?: boolean } = {},
  ): void =>
    new IntersectionObserver((entries, observer) => {
      const entry = entries.find((one) => one.isIntersecting);
      if (!entry) return;
      if (options.once !== false) observer.disconnect();
      callback(entry);
    }, options).observe(element),
  /** The visitor's id in the cookie `_mjo`, a UUID, made where there is none and renewed for 730 days. */
  getMojitoUserId(): string {
    // `crypto.randomUUID` is not there on http pages, but every blob is named by one: https://www.w3.org/TR/FileAPI/#unicodeBlobURL
    const id = Cookies.get('_mjo') ?? URL.createObjectURL(new Blob()).slice(-36);
    Cookies.set('_mjo', id, { expires: 730 });
    return id;
  },
  md5,
});

export const log = (message: unknown, level: Level = 'log'): void => console[level](message);

/** The parameters of a query, as they are written there. */
export const parseUrlParameters = (query: string): Record<string, string | undefined> =>
  Object.fromEntries(
    query
      .replace(/^\?/, '')
      .split('&')
      .map((pair) => pair.split('=')),
  );

/**
 * Calls back for each match, those of now at once.
 *
 * @param owner the `experiment` of an imported recipe, as whose wait it ends, and whose failure it is
 */
const observe = (
  owner: unknown,
  selector: string,
  callback: Callback,
  { once, onTimeout, timeout }: Observing = {},
): void => {
  const { when } = Object(owner) as Partial<RecipeOwner>;
  if (when && !onTimeout) {
    // Nothing takes back what a callback does: then the recipe does not run again, although another wait found nothing.
    when(':root', () => undefined);
    when(selector, (element) => void callback(element), { all: !once, timeoutMs: (timeout ?? Infinity) as number });
    return;
  }
  const seen = new WeakSet();
  const look = (): void => {
    for (const element of document.querySelectorAll(selector)) {
      if (seen.has(element)) continue;
      seen.add(element);
      clearTimeout(timer);
      if (once) {
        observer.disconnect();
        callback(element);
        break;
      }
      guarded(() => callback(element));
    }
  };
  const observer = new MutationObserver(look);
  // a selector that is none throws before anything waits for it
  document.querySelectorAll(selector);
  observer.observe(document, { childList: true, subtree: true });
  const timer =
    timeout == null
      ? 0
      : setTimeout(() => {
          observer.disconnect();
          onTimeout?.();
        }, +timeout);
  look();
};
