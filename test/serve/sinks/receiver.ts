/** Plays a server that takes events as a sink does, and fails in the ways that it is told to. */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it was sent. */
export interface ReceivedBatch {
  readonly ids: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The server. */
export interface Receiver {
  readonly url: string;
  /** Ids of what it answered with 2xx, as often as they came. */
  readonly stored: string[];
  readonly batches: ReceivedBatch[];
  /** Answers in place of 204 while it is set. */
  answer: ((batch: ReceivedBatch, response: ServerResponse) => void) | null;
  close(): Promise<void>;
}

/** Listens on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const lines = body.split('\n').filter((line) => line !== '');
      const batch = {
        body,
        headers: request.headers,
        ids: lines.map((line) => (JSON.parse(line) as { id: string }).id),
      };
      receiver.batches.push(batch);
      if (receiver.answer) return receiver.answer(batch, response);
      receiver.stored.push(...batch.ids);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    stored: [],
    batches: [],
    answer: null,
    close: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** What the headers of a batch have to be. */
export const sealOf = (body: string, secret: string) => ({
  'idempotency-key': createHash('sha256').update(body).digest('hex'),
  'x-fx-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
