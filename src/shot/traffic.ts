/** Follows the requests of a page: which are under way, whether it has loaded, and what answered for it. */

import type { BrowserTold, Chromium } from './chromium.js';

/** What answered for the page itself. */
export interface PageDocument {
  /** What was asked for last; null before anything was. */
  readonly url: string | null;
  /** Where its server led; null where it did not. */
  readonly redirectedTo: string | null;
  /** 0 before there is one. */
  readonly status: number;
}

/** Requests of a page. */
export interface PageTraffic {
  readonly document: PageDocument;
  /** False where it takes too long: there are pages that never end. */
  loaded(longestMs: number): Promise<boolean>;
  quiet(quietMs: number, longestMs: number): Promise<void>;
  stop(): void;
}

/** Streams and polls never end: what a page is painted with does. */
const PAINTED = /^(Document|Stylesheet|Image|Font|Script|XHR|Fetch)$/;

/** From now on. */
export function followTraffic(browser: Chromium, session: string): PageTraffic {
  const underWay = new Set<unknown>();
  let since = Date.now();
  let onLoad: () => void = () => undefined;
  const load = new Promise<void>((resolve) => (onLoad = resolve));
  let document: PageDocument = { url: null, redirectedTo: null, status: 0 };
  let main: unknown;
  const follow = (method: string, { frameId, redirectResponse, request, response, type }: BrowserTold): void => {
    if (type !== 'Document' || (main !== undefined && frameId !== main)) return;
    // The first document is the page's; those of frames come after it.
    main = frameId;
    if (method === 'Network.requestWillBeSent') {
      const url = String((request as BrowserTold).url);
      document = { url, redirectedTo: redirectResponse ? url : null, status: 0 };
    }
    if (method === 'Network.responseReceived')
      document = { ...document, status: Number((response as BrowserTold).status) };
  };
  const stop = browser.listen(session, (method, told) => {
    follow(method, told);
    const { requestId, type, frame } = told;
    if (method === 'Page.loadEventFired') onLoad();
    // Requests of a page that was left for another end without a word.
    if (method === 'Page.frameNavigated' && (frame as BrowserTold).parentId === undefined) underWay.clear();
    const isBegun = method === 'Network.requestWillBeSent' && PAINTED.test(String(type));
    if (isBegun) underWay.add(requestId);
    else if (method !== 'Network.loadingFinished' && method !== 'Network.loadingFailed') return;
    else if (!underWay.delete(requestId)) return;
    since = Date.now();
  });
  const isQuiet = (quietMs: number): boolean => !underWay.size && Date.now() - since >= quietMs;
  return {
    get document() {
      return document;
    },
    stop,
    loaded: (longestMs) => Promise.race([load.then(() => true), pauseFor(longestMs).then(() => false)]),
    async quiet(quietMs, longestMs) {
      const end = Date.now() + longestMs;
      while (!isQuiet(quietMs) && Date.now() < end) await pauseFor(50);
    },
  };
}

/** Keeps no process alive. */
export const pauseFor = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
