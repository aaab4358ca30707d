/** Sends one answer, or 304 where the browser has it already. */

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends an answer that browsers may keep but must ask about each time (`no-cache` with an ETag). */
export function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, type, body, headers = {} } = answer;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status === 200) {
    response.setHeader('ETag', etag);
    const known = request.headers['if-none-match'] ?? '';
    if (known.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === etag)) {
      response.writeHead(304).end();
      return;
    }
  }
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Sends one sentence. */
export function respondText(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  respond(request, response, { status, type: 'text/plain; charset=utf-8', body: `${text}\n` });
}
