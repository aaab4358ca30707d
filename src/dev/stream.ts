/** Sends Server-Sent Events: keeps browsers' connections and writes to all of them. */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** One message: its name and what it carries as JSON. */
export interface Message {
  readonly name: string;
  readonly content: unknown;
}

/** The open connections of one stream. */
export interface Stream {
  /** Takes a connection over and sends it what it has to know first. */
  connect(request: IncomingMessage, response: ServerResponse, first: Message): void;
  send(message: Message): void;
  /** Ends every connection; browsers will try again by themselves. */
  close(): void;
}

/** How many bytes may wait for a browser that does not read. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Opens a stream without listeners.
 *
 * @param heartbeatMs how often a comment is sent, so that dead connections are noticed. Default 20,000.
 */
export function createStream(heartbeatMs = 20_000): Stream {
  const open = new Set<ServerResponse>();
  const sendAll = (text: string): void => {
    for (const response of open) {
      // A browser that stopped reading is let go: it connects again and is told everything anew.
      if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
      else response.write(text);
    }
  };
  const heartbeat = setInterval(() => sendAll(':\n\n'), heartbeatMs).unref();

  return {
    connect(_request, response, first) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      response.write(`retry: 1000\n${written(first)}`);
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    send(message) {
      sendAll(written(message));
    },
    close() {
      clearInterval(heartbeat);
      for (const response of open) response.end();
      open.clear();
    },
  };
}

/** JSON has no line feeds of its own, so a message cannot be broken by what it carries. */
const written = ({ name, content }: Message): string => `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
