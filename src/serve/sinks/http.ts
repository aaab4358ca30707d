/** Ships events to any address: lines of JSON by POST, signed where there is a secret. */

import { createHash, createHmac } from 'node:crypto';
import { type Sent, send } from '../reach.js';
import type { Sink, SinkDelivery } from './sink.js';

/** An address that takes events. */
export interface HttpSinkOptions {
  readonly name: string;
  readonly url: string;
  /** Signs each body: `X-Fx-Signature: sha256=…`, so that the receiver knows who sent it. */
  readonly secret?: string | undefined;
}

/** `Idempotency-Key` is the same whenever the same batch comes again. */
export const createHttpSink = ({ name, url, secret }: HttpSinkOptions): Sink => ({
  name,
  close: () => Promise.resolve(),
  async deliver(lines, signal) {
    const body = `${lines.join('\n')}\n`;
    const headers = {
      'Content-Type': 'application/x-ndjson',
      'Idempotency-Key': createHash('sha256').update(body).digest('hex'),
      ...(secret !== undefined && {
        'X-Fx-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      }),
    };
    return deliveryOf(await send({ url, headers, body, signal }), (status) => [400, 413, 422].includes(status));
  },
});

/**
 * What an answer says of a batch.
 *
 * @param isStored what the text of a 2xx says. Default: the status says all
 */
export function deliveryOf(
  sent: Sent,
  isRefusal: (status: number, text: string) => boolean,
  isStored: (text: string) => boolean = () => true,
): SinkDelivery {
  if (!sent.ok) return { is: 'unavailable', reason: `${sent.reason}.` };
  const { status, text, retryAfterMs } = sent;
  if (status >= 200 && status < 300 && isStored(text)) return { is: 'stored' };
  const said = text.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
  const reason = `it answered ${status}${said ? `: ${said}` : '.'}`;
  return isRefusal(status, text) ? { is: 'refused', reason } : { is: 'unavailable', reason, afterMs: retryAfterMs };
}
