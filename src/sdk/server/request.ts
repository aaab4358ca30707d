/** Reads what a request says about who asks, for which page, and whether anybody will look at it. */

import { cookiesIn } from '../../core/index.js';
import type { AnyRequest } from './api.js';

/** A request, read as far as deciding goes. */
export interface ReadRequest {
  /** Path, query and origin as the visitor sees them. */
  readonly _url: URL;
  /** The value of a header, '' where there is none. */
  _header(name: string): string;
  /** Every value of a cookie. */
  _cookies(name: string): string[];
  /** Whether it is `HEAD` or `OPTIONS`: nobody sees what is decided. */
  readonly _isHead: boolean;
}

/** Reads a request of any kind. It never throws. */
export function readRequest(request: AnyRequest, origin?: string, path?: string): ReadRequest {
  // A host without types may give anything.
  const { headers: given, method, originalUrl, url = '/', socket } = Object(request) as Exclude<AnyRequest, Headers>;
  const headers = lowered(Object(given ?? request));
  const header = (name: string): string => {
    const value = isHeaders(headers) ? headers.get(name) : headers[name];
    return Array.isArray(value) ? value.join(name === 'cookie' ? '; ' : ', ') : `${value ?? ''}`;
  };
  const first = (name: string): string => (header(name).split(',')[0] as string).trim();
  const [, scheme, host] = /^(https?):\/\/([^/?#]*)/.exec(url) ?? [];
  const isSecure = !!(socket as { encrypted?: boolean } | undefined)?.encrypted;
  const base =
    origin ??
    `${first('x-forwarded-proto') || scheme || (isSecure ? 'https' : 'http')}://${first('x-forwarded-host') || first('host') || authorityIn(headers) || host || 'localhost'}`;
  // Slashes at the beginning would name a host, also with tabs and ends of lines between them, which `URL` takes out.
  const where = `${path ?? originalUrl ?? url}`.replace(/^(https?:\/\/[^/?#]*)?[/\\\s]*|#.*/gs, '');
  return {
    _url: toUrl(`/${where}`, base),
    _header: header,
    _cookies: (name) => cookiesIn(header('cookie'), name),
    _isHead: /^(HE|OP)/.test(method as string),
  };
}

/** Whether nobody may ever look at the answer: then nobody is assigned to a page that they have not seen. */
export function isPrefetch({ _header: header }: ReadRequest): boolean {
  return /prefetch/.test(`${header('sec-purpose')} ${header('purpose')}`) || !!header('next-router-prefetch');
}

/** HTTP/2 has no `Host`. */
const authorityIn = (headers: object): unknown => (headers as { readonly ':authority'?: unknown })[':authority'];

/** Node has names in small letters; gateways of functions hand on what was sent. */
function lowered(headers: Exclude<AnyRequest, Headers>['headers']): typeof headers {
  if (isHeaders(headers) || !/[A-Z]/.test(Object.keys(headers).join())) return headers;
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

function isHeaders(headers: object): headers is Headers {
  return 'get' in headers && typeof headers.get === 'function';
}

function toUrl(path: string, origin: string): URL {
  try {
    return new URL(path, origin);
  } catch {
    // Silence is right: a request that names no address is for no page that a rule could know.
    return new URL('http://localhost');
  }
}
