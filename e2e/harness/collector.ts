/**
 * Starts a real collector on a port of its own, which answers, refuses, hangs or is gone, and remembers every request.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Batch, Conversion, Exposure, Failure, FxEvent } from '../../src/core/index.js';

/**
 * `accept`: 204 with CORS. A number: that status with CORS. `drop`: cuts the connection. `hang`: answers when told
 * otherwise. `opaque`: 204 without CORS.
 */
export type Behaviour = 'accept' | 'drop' | 'hang' | 'opaque' | number;

/** Decides by what came. */
export type Judge = (request: { readonly events: readonly FxEvent[] }) => Behaviour;

/** One request. */
export interface Received {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The events of its body, none where it is not a batch. */
  readonly events: readonly FxEvent[];
  /** How it was answered. */
  readonly behaviour: Behaviour;
}

export interface Collector {
  readonly url: string;
  readonly requests: readonly Received[];
  /** How it answers from now on; requests that hang are answered so too. */
  behave(behaviour: Behaviour | Judge): void;
  /** Events in the order of their first arrival, each id once. */
  events(): FxEvent[];
  exposures(): Exposure[];
  conversions(): Conversion[];
  failures(): Failure[];
  /** Resolves when this holds, asked at every request; rejects with what arrived instead when it takes too long. */
  until(holds: () => boolean, timeoutMs?: number): Promise<void>;
  /** Answers GET with this JSON: it is a foreign origin, too. */
  answerWith(json: string): void;
  /** Closes the port. */
  leave(): Promise<void>;
  /** Opens the same port again. */
  comeBack(): Promise<void>;
  reset(): void;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
};

/** Starts a collector on a free port of this machine. */
export async function startCollector(): Promise<Collector> {
  const requests: Received[] = [];
  const waiting = new Set<() => void>();
  const hanging = new Set<ServerResponse>();
  let judge: Judge = () => 'accept';
  let json = 'null';
  let port = 0;

  const answer = (response: ServerResponse, behaviour: Behaviour): void => {
    if (behaviour === 'hang') hanging.add(response);
    else if (behaviour === 'drop') response.destroy();
    else response.writeHead(typeof behaviour === 'number' ? behaviour : 204, behaviour === 'opaque' ? {} : CORS).end();
  };
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const events = eventsIn(text);
    const behaviour = request.method === 'POST' ? judge({ events }) : 'accept';
    if (request.method === 'GET') {
      response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end(json);
      return;
    }
    requests.push({ method: request.method ?? '', headers: request.headers, text, events, behaviour });
    answer(response, behaviour);
    for (const check of waiting) check();
  });
  const open = (): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await open();
  port = (server.address() as AddressInfo).port;

  const events = (): FxEvent[] => {
    const first = new Map<string, FxEvent>();
    for (const event of requests.flatMap((request) => request.events))
      if (!first.has(event.id)) first.set(event.id, event);
    return [...first.values()];
  };
  return {
    url: `http://127.0.0.1:${port}/collect`,
    requests,
    behave(next) {
      judge = typeof next === 'function' ? next : () => next;
      if (next === 'hang' || typeof next === 'function') return;
      for (const response of hanging) answer(response, next);
      hanging.clear();
    },
    events,
    exposures: () => events().filter((event) => event.type === 'exposure'),
    conversions: () => events().filter((event) => event.type === 'conversion'),
    failures: () => events().filter((event) => event.type === 'failure'),
    until: (holds, timeoutMs = 60_000) => {
      const startedWith = requests.length;
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          waiting.delete(check);
          clearTimeout(timer);
          settle();
        };
        const check = (): void => {
          if (holds()) finish(resolve);
        };
        const timer = setTimeout(() => {
          const since = requests.slice(startedWith).map(({ method, text }) => `${method} ${text}`);
          finish(() =>
            reject(new Error(`The collector waited ${timeoutMs} ms in vain. It got: ${since.join('\n') || 'nothing'}`)),
          );
        }, timeoutMs);
        waiting.add(check);
        check();
      });
    },
    answerWith(next) {
      json = next;
    },
    leave: close,
    comeBack: open,
    reset() {
      judge = () => 'accept';
      hanging.clear();
      server.closeAllConnections();
      requests.length = 0;
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    // the browser went away in the middle: what came is kept, as it came
  }
  return Buffer.concat(parts).toString();
}

function eventsIn(text: string): readonly FxEvent[] {
  try {
    return (JSON.parse(text) as Batch).events ?? [];
  } catch {
    // a preflight, a marker, or a body that was cut
    return [];
  }
}
