/** Receives events by POST or GET and answers 204 only when they are on disk. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { BODY_BYTES, isBotAgent } from '../core/index.js';
import { createBatchReader, type ReceivedEvent } from './batch.js';
import { readBody, readQuery } from './body.js';
import { type DayOptions, keepDays } from './days.js';
import { askingOrigin } from './hosts.js';
import { type Journal, openJournal } from './journal.js';
import { createTroubleTeller } from './telling.js';

/** What a collector is made of. */
export interface CollectorOptions {
  /** The NDJSON file that events are appended to; made when it is not there. */
  readonly file: string;
  /** Which origins' pages may post, such as `https://shop.example`. Default: any. */
  readonly isOwnOrigin?: (origin: string) => boolean;
  /** Which names in a Host header are answered to, the defence against DNS rebinding. Default: any. */
  readonly isOwnHost?: (host: string | undefined) => boolean;
  /** Counts a request and says whether its address sends too many. Default: none does. */
  readonly isTooMuch?: (request: IncomingMessage) => boolean;
  /** Keeps each day in a file of its own, in a folder. Default: one file for all. */
  readonly days?: Omit<DayOptions, 'file' | 'onProblem'>;
  /** Hears of events once they are on disk. */
  readonly onEvents?: (events: readonly ReceivedEvent[]) => void;
  /** When an event arrived. Default: the machine's clock. */
  readonly now?: () => number;
  /**
   * Hears once of a disk that refuses and that it takes events again, of a repaired file, days that went, events that
   * browsers gave up, a fault's stack.
   */
  readonly onProblem?: (problem: string) => void;
}

/** Why events are refused. */
export interface StorageTrouble {
  /** Since when, milliseconds since the epoch. */
  readonly since: number;
  /** The system's own word, such as `ENOSPC`, or the journal's. */
  readonly code: string;
}

/** A running collector. */
export interface Collector {
  /** Answers one request of a `node:http` server. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** How much of the file is on disk for good, as `Journal` says. */
  durable(): ReturnType<Journal['durable']>;
  /** Why the last events were refused; null where they were stored. */
  trouble(): StorageTrouble | null;
  /** Writes what it has taken, then answers 503 to everything else. */
  close(): Promise<void>;
}

/** What is answered to a refused request. */
interface Refusal {
  readonly status: 400 | 403 | 405 | 413 | 415 | 429 | 503;
  readonly error: string;
}

/**
 * Opens the file (an unfinished last line is removed) and returns the collector.
 * Delivery is at least once: a retried event is written again under its own id, and readers dedupe on it.
 *
 * @throws when the file cannot be opened
 */
export async function createCollector(options: CollectorOptions): Promise<Collector> {
  const { file, now = Date.now, onEvents = () => undefined, onProblem = () => undefined } = options;
  const { isOwnOrigin = () => true, isOwnHost = () => true, isTooMuch = () => false } = options;
  const journal = await openJournal(file, { onProblem });
  const readBatch = createBatchReader();
  let trouble: StorageTrouble | null = null;
  const days = options.days ? keepDays(journal, { ...options.days, file, onProblem }) : null;

  const drops = createDropTeller(onProblem);
  const troubles = createTroubleTeller(file, { onProblem });
  const accept = async (request: IncomingMessage): Promise<Refusal | null> => {
    const body = request.method === 'GET' ? readQuery(addressOf(request)) : await readBody(request, BODY_BYTES);
    if (!body) return { status: 400, error: 'A GET brings its batch in the address, as ?batch=, percent-encoded.' };
    if (!body.ok) {
      if (body.reason === 'too-big') return { status: 413, error: `The body must be at most ${BODY_BYTES} bytes.` };
      return { status: 400, error: UNREADABLE[body.reason] };
    }
    const batch = readBatch(body.text, now(), isBotAgent(request.headers['user-agent'] ?? ''));
    if (!batch.ok) return batch;
    // Nothing to store, as in a probe of `fx doctor`: that says nothing of the disk either.
    if (!batch.events.length) {
      drops.tell(batch.dropped);
      return null;
    }
    const written = await journal.append(batch.events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    trouble = written.ok ? null : { since: trouble?.since ?? now(), code: written.code };
    if (!written.ok) {
      troubles.refused(written.code, batch.events.length);
      return { status: 503, error: 'The events could not be stored. Try again later.' };
    }
    troubles.stored();
    drops.tell(batch.dropped);
    onEvents(batch.events);
    return null;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { origin, host } = request.headers;
    const asking = askingOrigin(request);
    const isAllowed = asking === undefined || isOwnOrigin(asking);
    response.setHeader('Vary', 'Origin');
    if (origin !== undefined && isAllowed) response.setHeader('Access-Control-Allow-Origin', origin);
    const refusal = !isOwnHost(host)
      ? ({ status: 403, error: 'This collector does not answer to that name.' } as const)
      : isAllowed
        ? checkHead(request)
        : ({ status: 403, error: asking === 'null' ? HIDDEN : 'Pages of this origin may not post here.' } as const);
    if (refusal) return refuse(request, response, refusal);
    if (request.method === 'OPTIONS') return allow(response);
    if (isTooMuch(request)) {
      return refuse(request, response, { status: 429, error: 'Too many requests come from this address.' });
    }
    const problem = await accept(request);
    if (problem) return refuse(request, response, problem);
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  };

  return {
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        onProblem(`A request failed: ${error instanceof Error ? error.stack : String(error)}`);
        if (!response.headersSent) refuse(request, response, { status: 503, error: 'Try again later.' });
      });
    },
    durable: () => journal.durable(),
    trouble: () => trouble,
    async close() {
      await days?.stop();
      await journal.close();
      drops.tellRest();
      await troubles.tellRest();
    },
  };
}

/** Tells of events that browsers gave up. */
interface DropTeller {
  tell(dropped: number): void;
  /** What was kept back until now. */
  tellRest(): void;
}

/** Anybody can post a count: it is told once a minute at most. */
function createDropTeller(onProblem: (problem: string) => void): DropTeller {
  let untold = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tellRest = (): void => {
    if (untold === 0) return;
    onProblem(`Browsers gave up ${untold} events before they could send them.`);
    untold = 0;
    toldAt = performance.now();
  };
  return {
    tell(dropped) {
      untold += dropped;
      if (performance.now() - toldAt >= TELL_MS) tellRest();
    },
    tellRest,
  };
}

const TELL_MS = 60_000;
const UNREADABLE = {
  aborted: 'The body ended early.',
  'not-utf8': 'The body is not UTF-8.',
  'not-encoded':
    'What stands in ?batch= is no percent-encoded UTF-8: a sign % is written %25, as encodeURIComponent does.',
} as const;
const HIDDEN = 'Pages of some origins alone may post here, and this request does not say of which its page is.';

function checkHead(request: IncomingMessage): Refusal | null {
  if (request.method === 'OPTIONS' || request.method === 'GET') return null;
  if (request.method !== 'POST') return { status: 405, error: 'Events are posted, or stand in the address of a GET.' };
  const { 'content-type': type = 'text/plain', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!/^(?:text\/plain|application\/json)\s*(?:;|$)/i.test(type) || encoding !== 'identity') {
    return {
      status: 415,
      error: 'The body must be JSON, not compressed, as Content-Type: application/json or text/plain.',
    };
  }
  return null;
}

function allow(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Methods', 'POST');
  response.setHeader('Access-Control-Allow-Headers', 'content-type');
  response.setHeader('Access-Control-Max-Age', '86400');
  response.writeHead(204).end();
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, error }: Refusal): void {
  if (status === 405) response.setHeader('Allow', 'GET, POST, OPTIONS');
  if (status === 429 || status === 503) response.setHeader('Retry-After', '5');
  // Where the body was not read to its end, the connection cannot carry another request.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
  request.resume();
}

/* v8 ignore next -- @preserve what is received has an address: the type is that of answers, too */
const addressOf = ({ url }: IncomingMessage): string => url ?? '';
