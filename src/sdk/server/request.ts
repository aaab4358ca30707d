/** Reads what a request says about who asks, for which page, and whether anybody will look at it. */

import type { AnyRequest } from './api.js';

/** A request, read as far as deciding goes. */
export interface ReadRequest {
  /** Path, query and origin as the visitor sees them. */
  readonly _url: URL;
  /** The value of a header, '' where there is none. */
  _header(name: string): string;
}

/** Where a request is, of which nobody knows where. */
const LOCAL = 'http://localhost/';

/** Reads a request of any kind. It never throws. */
export function readRequest(request: AnyRequest, origin?: string, path?: string): ReadRequest {
  // A host without types may give anything.
  const { headers: given, originalUrl, url = '/', socket } = Object(request) as Exclude<AnyRequest, Headers>;
  const headers = lowered(Object(given ?? request));
  const header = (name: string): string => {
    const value = isHeaders(headers) ? headers.get(name) : headers[name];
    return Array.isArray(value) ? value.join(name === 'cookie' ? '; ' : ', ') : `${value ?? ''}`;
  };
  const first = (name: string): string => header(name).split(',')[0]?.trim() ?? '';
  const named = /^https?:/.test(url) ? toUrl(url, LOCAL) : undefined;
  const where = `${path ?? originalUrl ?? url}`;
  // Of most requests the address is a path already: reading one costs more than most decisions do.
  const own = where[0] === '/' ? undefined : where === url && named ? named : toUrl(where, LOCAL);
  const scheme =
    first('x-forwarded-proto') ||
    named?.protocol.slice(0, -1) ||
    ((socket as { encrypted?: boolean } | undefined)?.encrypted ? 'https' : 'http');
  const host = first('x-forwarded-host') || first('host') || named?.host || 'localhost';
  return {
    _url: toUrl(own ? own.pathname + own.search : where.replace(/#.*/, ''), origin ?? `${scheme}://${host}`),
    _header: header,
  };
}

/** Whether nobody may ever look at the answer: then nobody is assigned to a page that they have not seen. */
export function isPrefetch({ _header: header }: ReadRequest): boolean {
  return /prefetch/.test(`${header('sec-purpose')} ${header('purpose')}`) || header('next-router-prefetch') !== '';
}

/** Every value of a cookie: a host-only cookie and one of a domain may share its name. */
export function cookiesOf({ _header: header }: ReadRequest, name: string): string[] {
  const cookies = header('cookie');
  if (!cookies.includes(name)) return [];
  return cookies
    .split(/; */)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

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
    // Two slashes would name a host.
    return new URL(path.replace(/^\/+/, '/'), origin);
  } catch {
    // Silence is right: a request that names no address is for no page that a rule could know.
    return new URL(LOCAL);
  }
}
