/** Fetches manifests and posts events over HTTP. */

import { countFitting, type FxEvent, postEvents } from '../../core/index.js';
import { type Fetch, later, runtime } from './host.js';
import type { EngineStorage, Fetcher, Telemetry } from './types.js';

export interface HttpFetcherOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds between two requests. Default 0: one request. */
  readonly pollInterval?: number;
  /**
   * Whether its signature is fetched too, from the same address with `.sig`: for an engine with a `key`. Default false.
   */
  readonly isSigned?: boolean;
  /** An AbortSignal. */
  readonly signal?: unknown;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
}

/** Fetches the manifest from an address. */
export const createHttpFetcher = (options: HttpFetcherOptions): Fetcher => {
  const { url, headers = {}, pollInterval = 0, isSigned, signal } = options;
  const read = async (address: string, what: string): Promise<string> => {
    const answer = await (options.fetch ?? platformFetch())(address, { headers, signal });
    if (!answer.ok) throw new Error(`The ${what} was answered with ${answer.status}`);
    return answer.text();
  };
  return {
    pollInterval,
    async fetch() {
      const manifest = await read(url, 'manifest');
      return isSigned ? { manifest, signature: await read(`${url}.sig`, 'signature') } : manifest;
    },
  };
};

/** Tells several. */
export const combineTelemetry = (...sinks: readonly Telemetry[]): Telemetry => ({
  track(event) {
    for (const sink of sinks) sink.track(event);
  },
});

export interface HttpTelemetryOptions {
  /** The collector. */
  readonly url: string;
  /** Keeps what has not arrived over the end of the program. Default: memory alone. */
  readonly storage?: EngineStorage;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
  /** How long events are gathered, milliseconds. Default 1000. */
  readonly delayMs?: number;
  /** Told what was given up, and why. */
  readonly onDrop?: (events: readonly FxEvent[], why: 'refused' | 'full') => void;
}

/** Sends events to a collector until it has them, each with its own id. */
export interface HttpTelemetry extends Telemetry {
  /** Sends what is there; resolves when that has been tried, and never rejects. */
  flush(): Promise<void>;
  /** How many wait. */
  readonly waiting: number;
}

/** How many events wait at the most: the oldest conversions go first. */
const MOST_WAITING = 1000;
const LONGEST_WAIT_MS = 300_000;
const OUTBOX = '_fx_q';

export function createHttpTelemetry(options: HttpTelemetryOptions): HttpTelemetry {
  const { url, storage, delayMs = 1000, onDrop } = options;
  let waiting: readonly FxEvent[] = [];
  let dropped = 0;
  let failures = 0;
  let cancel: (() => void) | undefined;
  let sending: Promise<void> | undefined;

  const forget = (events: readonly FxEvent[]): void => {
    const gone = new Set(events.map(({ id }) => id));
    waiting = waiting.filter(({ id }) => !gone.has(id));
  };
  const drop = (events: readonly FxEvent[], why: 'refused' | 'full'): void => {
    forget(events);
    dropped += events.length;
    try {
      onDrop?.(events, why);
    } catch {
      // Silence is right: the host has thrown, and the other events have nothing to do with it.
    }
  };
  const save = async (): Promise<void> => {
    try {
      await storage?.setItem(OUTBOX, JSON.stringify(waiting));
    } catch {
      // Silence is right: they are still in memory, and go from there.
    }
  };
  const plan = (): void => {
    if (cancel || !waiting.length) return;
    const wait = failures ? Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures) * (0.5 + Math.random() / 2) : delayMs;
    cancel = later(() => void flush(), wait);
  };
  /** Whether there may be another batch at once. */
  const post = async (): Promise<boolean> => {
    const events = new Map(waiting.map((event) => [JSON.stringify(event), event]));
    const texts = [...events.keys()];
    const isDone = await postEvents(texts.slice(0, countFitting(texts)), {
      dropped: () => dropped,
      post: (body) => statusOf(options.fetch ?? platformFetch(), url, body),
      settle(parts, told, status) {
        const dealtWith = parts.flatMap((text) => events.get(text) ?? []);
        if (status >= 300) return drop(dealtWith, 'refused');
        forget(dealtWith);
        dropped -= told;
        failures = 0;
      },
    });
    if (!isDone) failures++;
    return isDone;
  };
  const flush = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    sending ??= (async () => {
      await opened;
      while (waiting.length && (await post()));
      await save();
      sending = undefined;
      plan();
    })();
    return sending;
  };
  const opened = readOutbox(storage).then((held) => {
    waiting = [...held, ...waiting];
    plan();
  });
  return {
    flush,
    get waiting() {
      return waiting.length;
    },
    track(event) {
      waiting = [...waiting, event];
      const oldest = waiting.find(({ type }) => type === 'conversion') ?? waiting[0];
      if (waiting.length > MOST_WAITING && oldest) drop([oldest], 'full');
      void save();
      plan();
    },
  };
}

/** 0 where nobody answered. */
async function statusOf(fetch: Fetch, url: string, body: string): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
      keepalive: true,
    });
    return answer.status;
  } catch {
    // Silence is right: it is tried again.
    return 0;
  }
}

async function readOutbox(storage: EngineStorage | undefined): Promise<readonly FxEvent[]> {
  try {
    const held: unknown = JSON.parse((await storage?.getItem(OUTBOX)) || '[]');
    return Array.isArray(held) ? held.filter((event: FxEvent | null) => typeof event?.id === 'string') : [];
  } catch {
    // Silence is right: what cannot be read cannot be sent.
    return [];
  }
}

function platformFetch(): Fetch {
  const { fetch } = runtime();
  if (!fetch) throw new Error('This platform has no fetch: give one');
  return fetch;
}
