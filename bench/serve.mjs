/** Serves pages, scripts and manifests from memory, with the delay that a network would have. */

import { createServer } from 'node:http';

/** Chromium takes what ends so for trustworthy, and it has a domain of two labels for cookies to find. */
export const DOMAIN = 'shop.localhost';

/**
 * @typedef {{type: string, body: string | Buffer, delayMs?: number, maxAgeS?: number}} Answer
 * @typedef {{origin: string, put(path: string, answer: Answer): void, until(path: string): Promise<void>}} Site
 */

/**
 * Starts a server of many sites, each under a name of its own. A path that ends with `*` answers what begins so.
 *
 * @returns {Promise<{site(name: string): Site, missed: Set<string>, close(): void}>} `missed`: what nobody answered
 */
export async function startServer() {
  const answers = new Map();
  const waiting = new Map();
  const missed = new Set();
  const server = createServer((request, response) => {
    const { host, pathname, search } = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const key = host + pathname;
    const answer = answers.get(key + search) ?? find(answers, key);
    if (!answer) missed.add(`${request.method} ${key}`);
    request.resume();
    setTimeout(() => send(response, answer), answer?.delayMs ?? 0);
    waiting.get(key)?.();
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    site(name) {
      const host = `${name}.${DOMAIN}:${port}`;
      return {
        origin: `http://${host}`,
        put: (path, answer) => answers.set(host + path, answer),
        /** Resolves at the next request of this path. */
        until: (path) => new Promise((resolve) => waiting.set(host + path, resolve)),
      };
    },
    missed,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function find(answers, key) {
  const exact = answers.get(key);
  if (exact) return exact;
  const start = [...answers.keys()].find((path) => path.endsWith('*') && key.startsWith(path.slice(0, -1)));
  return start && answers.get(start);
}

function send(response, answer) {
  if (!answer) {
    response.writeHead(404).end();
    return;
  }
  response
    .writeHead(200, {
      'content-type': `${answer.type}; charset=utf-8`,
      'cache-control': answer.maxAgeS ? `max-age=${answer.maxAgeS}` : 'no-store',
      'access-control-allow-origin': '*',
    })
    .end(answer.body);
}
