/** Tells a request of Studio's own pages from one that another site made a browser send. */

import { isIP } from 'node:net';
import { hostName, inUrl } from '../../collector/index.js';

/** Where Studio is reached. */
export interface Origins {
  /** Whether a Host header is one of its names: the defence against a foreign name that points here. */
  isOwnHost(host: string | undefined): boolean;
  /** Whether a request that changes something came from its own pages. */
  isOwnRequest(headers: { readonly origin?: string | undefined; readonly site?: string | undefined }): boolean;
  /** For links, without a slash at the end. */
  readonly address: string;
  readonly isHttps: boolean;
}

/** What an address is made of. */
export interface OriginsOptions {
  /** As people type it, such as `https://studio.example.com`; null: the address that is listened on. */
  readonly publicUrl: string | null;
  readonly host: string;
  readonly port: number;
}

/**
 * A form of another site carries its `Origin`, and so does its JSON. Behind a proxy that ends TLS the server sees http,
 * so that its own address has to be configured, not taken from the request.
 */
export function createOrigins({ publicUrl, host, port }: OriginsOptions): Origins {
  const listened = `http://${inUrl(host)}:${port}`;
  const address = publicUrl === null ? listened : new URL(publicUrl).origin;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);
  const own = new Set([address, listened, ...loopback]);
  const names = new Set([...own].map((one) => new URL(one).hostname.replace(/^\[|\]$/g, '')));
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return {
    address,
    isHttps: address.startsWith('https:'),
    isOwnHost: (header = '') => {
      const name = hostName(header);
      return name !== null && (names.has(name) || (isEverywhere && isIP(name) !== 0));
    },
    isOwnRequest: ({ origin, site }) =>
      origin === undefined ? site === 'same-origin' : own.has(origin) || (isEverywhere && isAddress(origin, port)),
  };
}

/** Where it listens on every address, any address will do: an address cannot be pointed elsewhere. */
function isAddress(origin: string, port: number): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    url.protocol === 'http:' && Number(url.port || 80) === port && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0
  );
}
