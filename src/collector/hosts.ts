/** Says whether a request's Host header is one of this server's own names: the defence against DNS rebinding. */

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
