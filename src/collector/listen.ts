/** Listens on a port and, when it is time to go, lets every request under way finish. */

import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Why a server cannot listen, in one sentence that says what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** A server that is listening. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections, and is done when the last answer is out, or after `graceMs` at the latest. */
  close(graceMs?: number): Promise<void>;
}

/** How long a client may take, milliseconds: one that sends a byte now and then would hold its connection for ever. */
export interface Patience {
  /** Until its head is here. */
  readonly headersMs: number;
  /** Until all of the request is here. */
  readonly requestMs: number;
  /** How often is looked; so much later it is cut off. */
  readonly checkMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, checkMs: 1000 };

/**
 * Listens for HTTP on one address.
 *
 * @param port 0 for any free one
 * @returns null when the port is taken
 * @throws with one sentence on every other failure, such as an address that is not this machine's
 */
export async function listenOn(
  handle: RequestListener,
  port: number,
  host: string,
  patience: Patience = PATIENCE,
): Promise<Listening | null> {
  const open = new Set<ServerResponse>();
  let isClosing = false;
  const limits = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    // By itself Node looks every 30 seconds, and ten would be forty.
    connectionsCheckingInterval: patience.checkMs,
  };
  const server = createServer(limits, (request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    response.shouldKeepAlive &&= !isClosing;
    handle(request, response);
  });
  const fault = await new Promise<null>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(null));
  }).catch((error: NodeJS.ErrnoException) => error);
  if (fault?.code === 'EADDRINUSE') return null;
  if (fault) {
    throw new CannotListen(`Cannot listen on ${host}, port ${port} (${fault.code}): name another host or port.`, {
      cause: fault,
    });
  }
  return {
    port: (server.address() as AddressInfo).port,
    close(graceMs = 5000) {
      isClosing = true;
      return new Promise((resolve) => {
        const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(deadline);
          resolve();
        });
        // A browser that keeps its connection busy would otherwise hold the server open.
        for (const response of open) response.shouldKeepAlive = false;
      });
    },
  };
}

/** Two servers on neighbouring ports. */
export interface ListeningTwice {
  readonly site: Listening;
  readonly collector: Listening;
}

const TRIES = 50;

/**
 * Listens on a port and the one after it, or on the next two that are free.
 *
 * @param port the first to try; 0 for any two
 * @throws with one sentence where it is no port, or none of fifty is free
 */
export async function listenTwice(
  site: RequestListener,
  collector: RequestListener,
  port: number,
  host: string,
): Promise<ListeningTwice> {
  if (!Number.isInteger(port) || port < 0 || port > 65_534) {
    throw new CannotListen('The port must be a whole number from 0 to 65534: the collector takes the one after it.');
  }
  for (let first = port; first < port + TRIES && first < 65_535; first++) {
    const one = await listenOn(site, first, host);
    if (!one) continue;
    const two = await listenOn(collector, port === 0 ? 0 : first + 1, host);
    if (two) return { site: one, collector: two };
    await one.close();
  }
  throw new CannotListen(
    `No two neighbouring ports from ${port} to ${port + TRIES - 1} are free on ${host}: name another port.`,
  );
}
