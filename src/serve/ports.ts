/** Listens for Studio, the API and the collector on one port, or the collector on a port of its own. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  addressOfAsker,
  CannotListen,
  type Collector,
  householdOf,
  inUrl,
  type Listening,
  listenOn,
  type Patience,
} from '../collector/index.js';
import { Refusal } from '../files/index.js';

/** Where to listen. */
export interface PortOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** The collector's own; undefined: `/collect` of the same. */
  readonly collectPort: number | undefined;
  readonly collector: Collector;
  /** How many proxies pass on what comes to the collector's port. */
  readonly proxies: number;
  /** How long clients may take. Default: ten seconds for a head, thirty for a request. */
  readonly patience?: Patience | undefined;
}

/** The connection on which a request came. */
export interface Line {
  /** Whose tries are counted together. */
  readonly address: string;
  /** Ends it at once, whatever is still to be sent. */
  readonly hangUp: () => void;
}

/** Ports that are listened on. */
export interface Ports {
  readonly port: number;
  /** The address of the collector's own port; null where it has none. */
  readonly collectUrl: string | null;
  /** Says who answers what is no event: until then it is 503. */
  answerBy(ask: (request: Request, line: Line) => Response | Promise<Response>): void;
  close(): Promise<void>;
}

/** Where events are posted on a port that is shared. */
export const COLLECT_PATH = '/collect';

const GRACE_MS = 1000;

/** @throws Refusal where a port is taken, or the host is not this machine's; then none is held */
export async function openPorts(options: PortOptions): Promise<Ports> {
  const { host, port, collectPort, collector, proxies, patience } = options;
  let studio: RequestListener = (_, response) => response.writeHead(503).end();
  const isShared = collectPort === undefined;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const isEvents = isShared && /^\/collect(?:[/?]|$)/.test(request.url ?? '');
    if (isEvents) collector.handle(request, response);
    else studio(request, response);
  };
  const listening = await listen(handle, port, host, patience);
  const separate = isShared
    ? null
    : await listen(collector.handle, collectPort, host, patience).catch(async (error: unknown) => {
        await listening.close();
        throw error;
      });
  return {
    port: listening.port,
    collectUrl: separate && `http://${inUrl(host)}:${separate.port}`,
    answerBy(ask) {
      // Proxies pass on what comes to the collector. Where Studio has a port of its own, they may not stand before it:
      // then whoever guesses at passwords could write any address.
      const answer = getRequestListener((request, env) => ask(request, lineOf(env, isShared ? proxies : 0)));
      studio = (request, response) => void answer(request, response);
    },
    close: async () => void (await Promise.all([listening.close(GRACE_MS), separate?.close()])),
  };
}

async function listen(
  handle: RequestListener,
  port: number,
  host: string,
  patience: Patience | undefined,
): Promise<Listening> {
  const listening = await listenOn(handle, port, host, patience).catch((error: unknown) => {
    throw error instanceof CannotListen ? new Refusal(error.message, 'port', {}, error.cause) : error;
  });
  if (listening) return listening;
  throw new Refusal(`Port ${port} is taken: name another one with --port.`, 'port');
}

function lineOf(env: unknown, proxies: number): Line {
  const { incoming, outgoing } = env as { readonly incoming?: IncomingMessage; readonly outgoing?: ServerResponse };
  return {
    address: incoming === undefined ? 'unknown' : householdOf(addressOfAsker(incoming, proxies)),
    hangUp: () => void outgoing?.destroy(),
  };
}
