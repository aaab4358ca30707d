/** Serves the pages under test: the repository's files, answers that a spec gives, and pages that arrive in pieces. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a path answers. A function does everything itself, also nothing. */
export type Answer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** A page that arrives when the spec says so. */
export interface Stream {
  /** Sends a piece: done when the browser's side of the connection has taken it. */
  write(text: string): Promise<void>;
  end(text?: string): Promise<void>;
}

/** The site that a spec visits. */
export interface Site {
  readonly origin: string;
  /** Every request since the last reset, as `GET /path?query`. */
  readonly requests: readonly string[];
  answer(path: string, answer: Answer): void;
  /** Opens a stream for the next request of a path. */
  stream(path: string, headers?: Readonly<Record<string, string>>): Stream;
  /** Forgets answers and requests, and cuts whatever is still open. */
  reset(): void;
  close(): Promise<void>;
}

const ROOT = new URL('../../', import.meta.url);
/** The folders that are served as they are. */
const SERVED = /^\/(dist|e2e|test\/fixtures|\.cache\/e2e)\/[\w./-]+$/;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

const PAGE = { 'content-type': 'text/html; charset=utf-8' };

/** Starts a site on a free port of this machine. */
export async function startSite(): Promise<Site> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('cache-control', 'no-store');
    const answer = answers.get(path);
    if (typeof answer === 'function') answer(request, response);
    else if (answer) response.writeHead(answer.status ?? 200, { ...PAGE, ...answer.headers }).end(answer.body);
    else void sendFile(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (path, answer) => answers.set(path, answer),
    stream(path, headers) {
      return createStream(
        new Promise((resolve) => {
          answers.set(path, (_, response) => resolve(response.writeHead(200, { ...PAGE, ...headers })));
        }),
      );
    },
    reset() {
      answers.clear();
      requests.length = 0;
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createStream(opened: Promise<ServerResponse>): Stream {
  return {
    async write(text) {
      const response = await opened;
      await new Promise<void>((resolve, reject) =>
        response.write(text, (error) => (error ? reject(error) : resolve())),
      );
    },
    async end(text = '') {
      const response = await opened;
      await new Promise<void>((resolve) => response.end(text, resolve));
    },
  };
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = path.endsWith('/') ? `${path}index.html` : path;
  try {
    if (!SERVED.test(file) || file.includes('..')) throw new Error('not served');
    const body = await readFile(fileURLToPath(new URL(`.${file}`, ROOT)));
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(body);
  } catch {
    // every other path is a page that is not there
    response.writeHead(404, PAGE).end('<!doctype html><title>Not found</title>');
  }
}
