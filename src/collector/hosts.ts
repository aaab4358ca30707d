/** Tells whose names stand in a request: the server's own in Host, the defence against DNS rebinding, and who asks. */

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * A page of another site can give its own name this machine's address and then read what is served here. Its requests
 * carry that name, so only names that cannot be pointed elsewhere pass: the loopback ones and the one that was asked
 * for.
 * Where the server listens on every address, any address passes, as an address is not a name.
 *
 * @param bound the host that the server listens on
 */
export function createHostCheck(bound: string): (header: string | undefined) => boolean {
  const names = new Set(['localhost', '127.0.0.1', '::1', bound.toLowerCase()]);
  const isEverywhere = bound === '0.0.0.0' || bound === '::';
  return (header = '') => {
    const name = hostName(header);
    return name !== null && (names.has(name) || (isEverywhere && isIP(name) !== 0));
  };
}

/** The name or address in a Host header without port and brackets, or null. */
export function hostName(header: string): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}

/** A host as it stands in an address: an IPv6 address gets its brackets. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * The origin of the page that asks; undefined where no page does, and `null`, as browsers have it, where one hides it.
 * With an image browsers send no Origin: its page stands in the Referer. Where that is hidden, only a browser that says
 * so tells that no other page asks: to plain http, and before Safari 16.4, they send no Sec-Fetch-Site.
 */
export function askingOrigin({ method, headers }: IncomingMessage): string | undefined {
  const { origin, referer, 'sec-fetch-site': site } = headers;
  if (origin !== undefined || method !== 'GET') return origin;
  if (referer !== undefined && URL.canParse(referer)) return new URL(referer).origin;
  return site === 'none' || site === 'same-origin' ? undefined : 'null';
}
