/** Takes one picture of a page: in a profile of its own, once the page is done, where it was changed. */

import type { BrowserTold, Chromium } from './chromium.js';
import type { ShotSize } from './places.js';
import { followTraffic, type PageTraffic, pauseFor } from './traffic.js';

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
  /** How long it may take to answer, and to load. */
  readonly patienceMs: number;
  /** Whether the variant is another page, on which the experiment itself need not run. */
  readonly isElsewhere: boolean;
}

/** What came of it. */
export interface Picture {
  /** WebP. */
  readonly bytes: Buffer;
  /** What the page showed: `shown`, or why the variant is not to be seen in it. */
  readonly state: PictureState;
  /** The status with which it answered, or where it led; null where neither is the reason. */
  readonly why: string | null;
}

export type PictureState = 'shown' | 'no-tag' | 'not-shown' | 'unfinished' | 'status' | 'moved';

/** A page that could not be opened. */
export interface Unopened {
  /**
   * The browser's word for why, as `net::ERR_ABORTED`; `slow` where no answer came, `endless`
   * where it never had loaded, `stuck` where its code does not end.
   */
  readonly unopened: string;
  /** What was to be opened in the end. */
  readonly at: string;
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
const QUIET_MS = 400;
const LONGEST_QUIET_MS = 5_000;
/** What fx runs in the page waits for less than this, fonts and fx itself included. */
const STUCK_MS = 20_000;

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
    // One that is stuck may not hear of it: it goes with the browser.
    await browser.send('Target.disposeBrowserContext', { browserContextId }).catch(() => undefined);
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
  const closeDialogs = browser.listen(session, (method) => {
    // A question of the page is answered with no, as nobody is there.
    if (method === 'Page.javascriptDialogOpening')
      void browser.send('Page.handleJavaScriptDialog', { accept: false }, session).catch(() => undefined);
  });
  try {
    const answer = browser.send('Page.navigate', { url: view.url }, session);
    const opened = await within(view.patienceMs, answer);
    const unopened = opened === null ? 'slow' : opened.errorText;
    if (typeof unopened === 'string') return { unopened, at: traffic.document.url ?? view.url };
    return await show(browser, session, view, traffic);
  } finally {
    closeDialogs();
    traffic.stop();
  }
}

async function show(browser: Chromium, session: string, view: View, traffic: PageTraffic): Promise<Picture | Unopened> {
  const isLoaded = await traffic.loaded(view.patienceMs);
  await traffic.quiet(QUIET_MS, LONGEST_QUIET_MS);
  const state = await within(STUCK_MS, run(browser, session, `(${settle.toString()})(${JSON.stringify(view)})`));
  if (state === null) return { unopened: 'stuck', at: view.url };
  // What came into the picture by scrolling may have to be fetched first.
  await traffic.quiet(QUIET_MS, LONGEST_QUIET_MS);
  const bytes = await capture(browser, session);
  if (bytes === null) return { unopened: 'stuck', at: view.url };
  if (state === 'shown') return { bytes, state: isLoaded ? 'shown' : 'unfinished', why: null };
  if (state === 'no-tag' && !isLoaded) return { unopened: 'endless', at: view.url };
  const { redirectedTo, status } = traffic.document;
  // Pages of errors have no tag, mostly: what they are says more.
  if (status >= 400) return { bytes, state: 'status', why: String(status) };
  if (redirectedTo !== null && !new URL(redirectedTo).searchParams.has('fx'))
    return { bytes, state: 'moved', why: redirectedTo };
  return { bytes, state: state as PictureState, why: null };
}

/** Null where it takes longer. */
async function within<Value>(ms: number, asked: Promise<Value>): Promise<Value | null> {
  // What fails once nobody waits for it any more is of no interest.
  asked.catch(() => undefined);
  return Promise.race([asked, pauseFor(ms).then(() => null)]);
}

const MOST_TRIES = 6;

/**
 * Until two in a row are the same: what is painted in several steps is then done. Of a page that moves on for ever the
 * last one is taken; null where its code lets nobody take one.
 */
async function capture(browser: Chromium, session: string): Promise<Buffer | null> {
  if ((await within(STUCK_MS, run(browser, session, `(${hold.toString()})()`))) === null) return null;
  const endsAt = Date.now() + STUCK_MS;
  let before = '';
  for (let turn = 0; turn < MOST_TRIES && (!before || Date.now() < endsAt); turn++) {
    const asked = browser.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY }, session);
    const taken = await within(STUCK_MS, asked);
    if (taken === null) return null;
    if (taken.data === before) break;
    before = String(taken.data);
  }
  return Buffer.from(before, 'base64');
}

async function run(browser: Chromium, session: string, expression: string): Promise<unknown> {
  const asked = { expression, awaitPromise: true, returnByValue: true };
  const { result } = await browser.send('Runtime.evaluate', asked, session);
  return (result as BrowserTold).value;
}

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
