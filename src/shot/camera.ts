/** Takes one picture of a page: in a profile of its own, once the page is done, where it was changed. */

import type { BrowserTold, Chromium } from './chromium.js';
import type { ShotSize } from './places.js';

/** What is to be seen. */
export interface View {
  /** With the variant in it. */
  readonly url: string;
  readonly size: ShotSize;
  readonly experiment: string;
  readonly variant: string;
  /** Elements that variants of the experiment change: the first that is there is scrolled into the picture. */
  readonly selectors: readonly string[];
  /** Whether the experiment waits for the site's own code, which does not run here. */
  readonly isManual: boolean;
  /** Events of the page's own code that it waits for. */
  readonly events: readonly string[];
  /** Whether the variant is another page, on which the experiment itself need not run. */
  readonly isElsewhere: boolean;
}

/** What came of it. */
export interface Picture {
  /** WebP. */
  readonly bytes: Buffer;
  /** What the page showed: `shown`, or why the variant is not to be seen in it. */
  readonly state: PictureState;
}

export type PictureState = 'shown' | 'no-tag' | 'not-shown' | 'unfinished';

/** A page that could not be opened, with the browser's word for why: `net::ERR_NAME_NOT_RESOLVED`. */
export interface Unopened {
  readonly unopened: string;
}

interface Device {
  readonly width: number;
  readonly height: number;
  readonly isPhone: boolean;
}

const DEVICES: Readonly<Record<ShotSize, Device>> = {
  phone: { width: 390, height: 844, isPhone: true },
  desktop: { width: 1280, height: 800, isPhone: false },
};

const PHONE_AGENT = ' (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/';
const QUALITY = 82;
const LOAD_MS = 20_000;
const QUIET_MS = 400;
const LONGEST_QUIET_MS = 5_000;
/** Streams and polls never end: what a page is painted with does. */
const PAINTED = /^(Document|Stylesheet|Image|Font|Script|XHR|Fetch)$/;

/** Takes it. */
export async function takePicture(browser: Chromium, view: View): Promise<Picture | Unopened> {
  const { browserContextId } = await browser.send('Target.createBrowserContext');
  try {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const session = String(sessionId);
    await prepare(browser, session, DEVICES[view.size]);
    return await look(browser, session, view);
  } finally {
    await browser.send('Target.disposeBrowserContext', { browserContextId });
  }
}

/** The same on every machine: light, still, in one language and time zone. */
async function prepare(browser: Chromium, session: string, { width, height, isPhone }: Device): Promise<void> {
  const send = (method: string, params?: object): Promise<BrowserTold> => browser.send(method, params, session);
  const { userAgent } = await browser.send('Browser.getVersion');
  const agent = String(userAgent).replace('HeadlessChrome', 'Chrome');
  await Promise.all([
    send('Page.enable'),
    send('Network.enable'),
    send('Runtime.enable'),
    send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: isPhone }),
    send('Emulation.setTouchEmulationEnabled', { enabled: isPhone }),
    send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' }),
    send('Emulation.setScrollbarsHidden', { hidden: true }),
    send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: 'light' },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    }),
    send('Network.setUserAgentOverride', {
      userAgent: isPhone
        ? agent.replace(/ \([^)]*\).*Chrome\//, PHONE_AGENT).replace(' Safari', ' Mobile Safari')
        : agent,
      acceptLanguage: 'en-US,en',
    }),
  ]);
}

async function look(browser: Chromium, session: string, view: View): Promise<Picture | Unopened> {
  const traffic = followTraffic(browser, session);
  const opened = await browser.send('Page.navigate', { url: view.url }, session);
  if (typeof opened.errorText === 'string') return { unopened: opened.errorText };
  const isLoaded = await traffic.loaded(LOAD_MS);
  await traffic.quiet(QUIET_MS, LONGEST_QUIET_MS);
  const state = await run(browser, session, `(${settle.toString()})(${JSON.stringify(view)})`);
  // What came into the picture by scrolling may have to be fetched first.
  await traffic.quiet(QUIET_MS, LONGEST_QUIET_MS);
  await run(browser, session, `(${hold.toString()})()`);
  const bytes = await capture(browser, session);
  traffic.stop();
  return { bytes, state: state === 'shown' && !isLoaded ? 'unfinished' : (state as PictureState) };
}

const MOST_TRIES = 6;

/** Until two in a row are the same: what is painted in several steps is then done. */
async function capture(browser: Chromium, session: string): Promise<Buffer> {
  let before = '';
  for (let turn = 0; turn < MOST_TRIES; turn++) {
    const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY }, session);
    if (data === before) break;
    before = String(data);
  }
  return Buffer.from(before, 'base64');
}

async function run(browser: Chromium, session: string, expression: string): Promise<unknown> {
  const asked = { expression, awaitPromise: true, returnByValue: true };
  const { result } = await browser.send('Runtime.evaluate', asked, session);
  return (result as BrowserTold).value;
}

/** Requests that are under way, and whether the page has loaded. */
function followTraffic(browser: Chromium, session: string) {
  const underWay = new Set<unknown>();
  let since = Date.now();
  let onLoad: () => void = () => undefined;
  const load = new Promise<void>((resolve) => (onLoad = resolve));
  const stop = browser.listen(session, (method, { requestId, type, frame }) => {
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
    stop,
    /** False where it takes too long: there are pages that never end. */
    loaded: (longestMs: number): Promise<boolean> =>
      Promise.race([load.then(() => true), wait(longestMs).then(() => false)]),
    async quiet(quietMs: number, longestMs: number): Promise<void> {
      const end = Date.now() + longestMs;
      while (!isQuiet(quietMs) && Date.now() < end) await wait(50);
    },
  };
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/** Runs in the page: waits for fx and for fonts, and scrolls to what was changed. */
async function settle({
  url,
  experiment,
  variant,
  selectors,
  isManual,
  events,
  isElsewhere,
}: View): Promise<PictureState> {
  const page = globalThis as unknown as PageScope;
  const { document, fx } = page;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.race([fx?.ready, pause(3000)]);
  if (isManual) fx?.activate?.(experiment);
  for (const name of events) document.dispatchEvent(new page.CustomEvent(name, { bubbles: true, detail: {} }));
  const isShown = (): boolean =>
    fx?.variant?.(experiment) === variant || (isElsewhere && page.location.pathname !== new URL(url).pathname);
  for (let turn = 0; turn < 20 && !isShown(); turn++) await pause(100);
  await Promise.race([document.fonts.ready, pause(3000)]);
  const found = selectors.map((selector) => document.querySelector(selector)).find((one) => one);
  const { top = 0, bottom = 0 } = found?.getBoundingClientRect() ?? {};
  if (bottom > page.innerHeight) page.scrollTo({ top: top + page.scrollY - page.innerHeight / 3, behavior: 'instant' });
  return isShown() ? 'shown' : fx?.variant ? 'not-shown' : 'no-tag';
}

/** Runs in the page: ends what moves, and takes fx's own badge away. */
function hold(): void {
  const { document } = globalThis as unknown as PageScope;
  document.querySelector('fx-badge')?.remove();
  for (const animation of document.getAnimations())
    try {
      animation.finish();
    } catch {
      // One without an end stays at its beginning.
      animation.cancel();
    }
}

interface PageScope {
  readonly fx?: {
    readonly ready?: Promise<unknown>;
    variant?(id: string): string | undefined;
    activate?(id: string): unknown;
  };
  readonly document: {
    readonly fonts: { readonly ready: Promise<unknown> };
    querySelector(selector: string): PageElement | null;
    dispatchEvent(event: unknown): boolean;
    getAnimations(): readonly { finish(): void; cancel(): void }[];
  };
  readonly CustomEvent: new (name: string, options: object) => unknown;
  readonly location: { readonly pathname: string };
  readonly innerHeight: number;
  readonly scrollY: number;
  scrollTo(to: object): void;
}

interface PageElement {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
  remove(): void;
}
