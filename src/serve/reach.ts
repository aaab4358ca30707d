/** Sends what the server sends by itself: only to addresses of the configuration, and never where a machine keeps its own secrets. */

import { lookup as lookUp } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What is sent. */
export interface Sending {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** An answer, or a short reason why there is none, without the address: that may hold a secret. */
export type Sent =
  | { readonly ok: true; readonly status: number; readonly text: string; readonly retryAfterMs: number | undefined }
  | { readonly ok: false; readonly reason: string };

const TIMEOUT_MS = 30_000;
/** Of an answer no more is read: it is read for its reason alone. */
const MOST_ANSWER = 64 * 1024;

/**
 * Posts, and follows no redirect: that would lead to an address that nobody configured. Addresses of the link itself are
 * refused, since clouds give a machine its credentials there; names are looked up once, and the answer is what is checked and
 * connected to.
 */
export function send({ url, headers = {}, body, timeoutMs = TIMEOUT_MS, signal }: Sending): Promise<Sent> {
  const address = new URL(url);
  const { username, password } = address;
  const literal = address.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && isForbidden(literal)) return Promise.resolve({ ok: false, reason: FORBIDDEN });
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const end = (sent: Sent): void => {
      clearTimeout(timer);
      resolve(sent);
    };
    const fail = (reason: string): void => end({ ok: false, reason });
    const sending = request(
      address,
      {
        method: 'POST',
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        ...((username || password) && { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
        lookup: guardedLookup,
        ...(signal && { signal }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (text.length < MOST_ANSWER) text += chunk;
        });
        response.on('error', (error) => fail(reasonIn(error)));
        response.on('end', () =>
          end({
            ok: true,
            status: response.statusCode ?? 0,
            text,
            retryAfterMs: retryAfter(response.headers['retry-after']),
          }),
        );
      },
    );
    // A timer, as Node may collect the signals of AbortSignal.any before they are due.
    const timer = setTimeout(() => {
      fail(LATE);
      sending.destroy();
    }, timeoutMs);
    sending.on('error', (error) => fail(reasonIn(error)));
    sending.end(body);
  });
}

const FORBIDDEN = 'its address is one of the machine’s own link, where clouds keep credentials';

const LATE = 'it did not answer in time';

const guardedLookup: LookupFunction = (host, options, callback) => {
  lookUp(host, { ...options, all: true }, (error, found) => {
    const allowed = error ? [] : found.filter(({ address }) => !isForbidden(address));
    const [first] = allowed;
    if (error || !first) callback(error ?? Object.assign(new Error(FORBIDDEN), { code: 'FORBIDDEN' }), '', 4);
    else if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

function isForbidden(address: string): boolean {
  const list = new BlockList();
  list.addSubnet('169.254.0.0', 16, 'ipv4');
  list.addSubnet('0.0.0.0', 8, 'ipv4');
  list.addSubnet('224.0.0.0', 3, 'ipv4');
  list.addAddress('100.100.100.200', 'ipv4');
  list.addSubnet('fe80::', 10, 'ipv6');
  list.addSubnet('ff00::', 8, 'ipv6');
  list.addAddress('::', 'ipv6');
  list.addAddress('fd00:ec2::254', 'ipv6');
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return list.check(mapped, 'ipv4');
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const reasonIn = (error: Error & { readonly code?: string }): string =>
  error.code === 'FORBIDDEN' ? FORBIDDEN : error.code === 'ABORT_ERR' ? LATE : (error.code ?? 'no answer');

function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
