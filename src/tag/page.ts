/** The context that rules read: what the host gave, and what the page, the device and the visitor are. */

import type { Context, Trigger } from '../core/index.js';
import { get } from './dom.js';

/**
 * Adds `page`, `device` and `visitor` to the host's facts, computed only when a rule reads them.
 *
 * @param made when the visitor's id was made, milliseconds since the epoch
 */
export const createContext = (host: Context, made: number): Context => ({
  ...host,
  get page() {
    const { hash, href, pathname, search } = location;
    return {
      url: href.split('#')[0],
      path: pathname,
      // the first of several values counts, and fromEntries keeps the last
      query: Object.fromEntries([...new URLSearchParams(search)].reverse()),
      search,
      hash,
      referrer: get(document, 'referrer'),
      title: get(document, 'title'),
    };
  },
  get device() {
    const { language, maxTouchPoints, userAgent } = navigator;
    return {
      // an iPad says that it is a Macintosh, but no Macintosh has a touch screen
      type:
        /iPad|Android(?!.*Mobi)/.test(userAgent) || (/Macin/.test(userAgent) && maxTouchPoints > 1)
          ? 'tablet'
          : /Mobi/.test(userAgent)
            ? 'mobile'
            : 'desktop',
      width: screen.width,
      language,
    };
  },
  get visitor() {
    return { isNew: Date.now() - made < 18e5 };
  },
});

/** Where the page is: what may be held against a pattern, the whole address and the path with all that follows it. */
export interface Address {
  readonly url: string;
  readonly path: string;
}

/** Reading it costs more than a thousand patterns that do not match: once for all of them is enough. */
export const readAddress = (): Address => {
  const { hash, href, pathname, search } = location;
  return { url: href.slice(0, 1000), path: (pathname + search + hash).slice(0, 1000) };
};

/** Whether an address matches a `urlMatch` trigger. */
export const isOnPage = (
  {
    pattern,
    regex,
    on = /^\^?http/.test(pattern) ? 'url' : 'path',
  }: Omit<Extract<Trigger, { kind: 'urlMatch' }>, 'kind'>,
  address = readAddress(),
): boolean => (regex ? new RegExp(pattern).test(address[on]) : address[on].includes(pattern));
