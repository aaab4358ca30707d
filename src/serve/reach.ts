/**
 * Sends what the server sends by itself: only to addresses of the configuration, and never where a machine keeps its
 * own secrets.
 */

import dns from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { wordsOfFault } from './unreached.js';

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
 * Posts, and follows no redirect: that would lead to an address that nobody configured. Addresses of the link itself
 * are refused, since clouds give a machine its credentials there; names are looked up once, and the answer is what is
 * checked and connected to.
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
  dns.lookup(host, { ...options, all: true }, (error, found) => {
    const allowed = error ? [] : found.filter(({ address }) => !isForbidden(address));
    const [first] = allowed;
    if (error || !first) callback(error ?? Object.assign(new Error(FORBIDDEN), { code: 'FORBIDDEN' }), '', 4);
    else if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

/** Where machines are told their credentials, or where nobody can be reached at all, as IPv4. */
const FORBIDDEN_4 = [
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['224.0.0.0', 3],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
] as const;
const FORBIDDEN_6 = [
  ['fe80::', 10],
  // NAT64 of the network itself, which carries an IPv4 address at a place that the network alone knows.
  ['64:ff9b:1::', 48],
  ['ff00::', 8],
  ['::', 128],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
] as const;

/**
 * An IPv6 address may carry one of IPv4 in it, which a gateway then asks: mapped, compatible, translated, NAT64 and
 * 6to4.
 */
function isForbidden(address: string): boolean {
  const [four, six] = [new BlockList(), new BlockList()];
  for (const [net, bits] of FORBIDDEN_6) six.addSubnet(net, bits, 'ipv6');
  for (const [net, bits] of FORBIDDEN_4) {
    four.addSubnet(net, bits, 'ipv4');
    const carried = inGroups(net);
    six.addSubnet(`::ffff:${carried}`, 96 + bits, 'ipv6');
    six.addSubnet(`::ffff:0:${carried}`, 96 + bits, 'ipv6');
    six.addSubnet(`64:ff9b::${carried}`, 96 + bits, 'ipv6');
    six.addSubnet(`2002:${carried}::`, 16 + bits, 'ipv6');
    // The address of this very machine, ::1, would be one of those.
    if (net !== '0.0.0.0') six.addSubnet(`::${carried}`, 96 + bits, 'ipv6');
  }
  const [plain = ''] = address.split('%');
  return isIP(plain) === 6 ? six.check(plain, 'ipv6') : four.check(plain, 'ipv4');
}

/** `a9fe:a9fe` of `169.254.169.254`. */
function inGroups(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

const reasonIn = (error: Error & { readonly code?: string }): string =>
  error.code === 'FORBIDDEN'
    ? FORBIDDEN
    : error.code === 'ABORT_ERR'
      ? LATE
      : error.code === undefined
        ? 'no answer'
        : wordsOfFault(error.code);

function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
