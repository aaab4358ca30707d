/**
 * Makes a page to test the tag on: cookies as browsers keep them, a clock, a network, and nothing left of the test
 * before.
 */

import { vi } from 'vitest';

declare global {
  interface Window {
    readonly happyDOM: { setURL(url: string): void };
  }
}

/** Domains on which browsers take no cookie. */
const PUBLIC = new Set(['com', 'nz', 'co.nz', 'io', 'github.io']);

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** '' for a cookie of one host only. */
  readonly domain: string;
}

export interface Jar {
  /** What a page on this host reads. */
  text(): string;
  cookies: Cookie[];
  /** Every line that was written. */
  readonly writes: string[];
  isBlocked: boolean;
}

export interface Stage {
  readonly jar: Jar;
  readonly storage: Map<string, string>;
  /** How often localStorage or sessionStorage was asked for. */
  touches(): number;
  /** Whether writes to localStorage throw. */
  isFull: boolean;
  isStorageBlocked: boolean;
  /** Every request by fetch and by sendBeacon, and what they are answered. */
  readonly fetched: Sent[];
  readonly beaconed: Sent[];
  answer: () => Promise<{ ok: boolean; status: number }>;
  takesBeacons: boolean | (() => boolean);
  isHidden: boolean;
  isPrerendering: boolean;
  hide(): void;
  /** Lets time go by. */
  wait(ms: number): Promise<void>;
  leave(): void;
}

interface SentEvent {
  readonly id: string;
  readonly [name: string]: unknown;
}

export interface Sent {
  readonly url: string;
  readonly text: string;
  readonly request: RequestInit | undefined;
  readonly batch: { v: number; sentAt: number; dropped: number; events: SentEvent[] };
}

type WindowArguments = [type: string, run: EventListener, how?: boolean | AddEventListenerOptions];
type Listening = [target: EventTarget, args: Parameters<EventTarget['addEventListener']>];

export const NOW = Date.UTC(2026, 2, 1);

const createStorage = (stage: Stage): Storage => {
  const { storage } = stage;
  const methods: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (key) => storage.get(key) ?? null,
    setItem(key, value) {
      if (stage.isFull) throw new DOMException('full', 'QuotaExceededError');
      storage.set(key, value);
    },
    removeItem: (key) => void storage.delete(key),
  };
  return new Proxy(methods as Storage, {
    ownKeys: () => [...storage.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: '' }),
  });
};

/** Makes a page at an address; what it was given is taken back by `leave`. */
export const createStage = (url = 'https://shop.example.co.nz/shoes?size=9#top'): Stage => {
  vi.useFakeTimers({ now: NOW });
  window.happyDOM.setURL(url);
  const { hostname } = location;
  const listening: Listening[] = [];
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  // the global object of a test is no window of happy-dom: its own methods are bound to that
  const listen = (target: EventTarget, args: Listening[1]): void =>
    target === window ? window.addEventListener(...(args as WindowArguments)) : add.apply(target, args);
  const unlisten = (target: EventTarget, args: Listening[1]): void =>
    target === window ? window.removeEventListener(...(args as WindowArguments)) : remove.apply(target, args);
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (this: EventTarget, ...args) {
    listening.push([this, args]);
    listen(this, args);
  });
  vi.spyOn(EventTarget.prototype, 'removeEventListener').mockImplementation(function (this: EventTarget, ...args) {
    unlisten(this, args as Listening[1]);
  });
  let touches = 0;
  const send = (to: Sent[], [target, text, request]: [string, string, RequestInit?]): void => {
    to.push({ url: target, text, request, batch: JSON.parse(text) });
  };
  const jar: Jar = {
    cookies: [],
    writes: [],
    isBlocked: false,
    text: () =>
      jar.cookies
        .filter(({ domain }) => !domain || hostname === domain || hostname.endsWith(`.${domain}`))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
  };
  const write = (line: string): void => {
    jar.writes.push(line);
    const [pair = '', ...rest] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const attributes = new Map(rest.map((one) => one.trim().toLowerCase().split('=') as [string, string]));
    const domain = attributes.get('domain') ?? '';
    const isMine = !domain || hostname === domain || hostname.endsWith(`.${domain}`);
    if (jar.isBlocked || !isMine || PUBLIC.has(domain)) return;
    const at = jar.cookies.findIndex((one) => one.name === name && one.domain === domain);
    const isGone = attributes.get('max-age') === '0';
    const made = isGone ? [] : [{ name, value: value.join('='), domain }];
    jar.cookies.splice(at < 0 ? jar.cookies.length : at, at < 0 ? 0 : 1, ...made);
  };
  const stage: Stage = {
    jar,
    storage: new Map(),
    touches: () => touches,
    isFull: false,
    isStorageBlocked: false,
    fetched: [],
    beaconed: [],
    answer: async () => ({ ok: true, status: 204 }),
    takesBeacons: true,
    isHidden: false,
    isPrerendering: false,
    hide() {
      stage.isHidden = true;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    wait: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    leave() {
      for (const [target, args] of listening) unlisten(target, args);
      for (const name of ['cookie', 'visibilityState', 'hidden', 'prerendering'])
        Reflect.deleteProperty(Document.prototype, name);
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
      vi.useRealTimers();
    },
  };
  const facts: Record<string, PropertyDescriptor> = {
    cookie: { get: jar.text, set: write },
    hidden: { get: () => stage.isHidden },
    visibilityState: { get: () => (stage.isHidden ? 'hidden' : 'visible') },
    prerendering: { get: () => stage.isPrerendering },
  };
  for (const [name, fact] of Object.entries(facts)) {
    Object.defineProperty(Document.prototype, name, { configurable: true, ...fact });
  }
  const areas = { localStorage: createStorage(stage), sessionStorage: createStorage({ ...stage, storage: new Map() }) };
  for (const [name, area] of Object.entries(areas)) {
    vi.spyOn(window, name as 'localStorage', 'get').mockImplementation(() => {
      touches += 1;
      if (stage.isStorageBlocked) throw new DOMException('denied', 'SecurityError');
      return area;
    });
  }
  vi.stubGlobal('fetch', (target: string, request: RequestInit) => {
    send(stage.fetched, [target, `${request.body}`, request]);
    return stage.answer();
  });
  vi.spyOn(navigator, 'sendBeacon').mockImplementation((target, body) => {
    const { takesBeacons } = stage;
    if (typeof takesBeacons === 'function' ? !takesBeacons() : !takesBeacons) return false;
    send(stage.beaconed, [`${target}`, `${body}`]);
    return true;
  });
  return stage;
};
