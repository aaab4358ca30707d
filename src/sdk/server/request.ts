/** Reads what a request says about who asks, for which page, and whether anybody will look at it. */

import type { AnyRequest } from './api.js';

/** A request, read as far as deciding goes. */
export interface ReadRequest {
  /** Path, query and origin as the visitor sees them. */
  readonly _url: URL;
  /** The value of a header, '' where there is none. */
  _header(name: string): string;
}

/** Reads a request of any kind. It never throws. */
export function readRequest(request: AnyRequest, origin?: string, path?: string): ReadRequest {
  const { headers = request as Headers, originalUrl, url = '/', socket } = request as Exclude<AnyRequest, Headers>;
  const header = (name: string): string => {
    const value = isHeaders(headers) ? headers.get(name) : headers[name];
    return (typeof value === 'object' ? value?.join(name === 'cookie' ? '; ' : ', ') : value) ?? '';
  };
  const first = (name: string): string => header(name).split(',')[0]?.trim() ?? '';
  const where = path ?? originalUrl ?? url;
  const isNamed = /^https?:/.test(url);
  // Of most requests the address is a path already: reading one costs more than most decisions do.
  const own = isNamed || where[0] !== '/' ? toUrl(where, 'http://localhost') : undefined;
  const scheme =
    first('x-forwarded-proto') ||
    (isNamed && own
      ? own.protocol.slice(0, -1)
      : (socket as { encrypted?: boolean } | undefined)?.encrypted
        ? 'https'
        : 'http');
  const host = first('x-forwarded-host') || first('host') || own?.host || 'localhost';
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

function isHeaders(headers: object): headers is Headers {
  return 'get' in headers && typeof headers.get === 'function';
}

function toUrl(path: string, origin: string): URL {
  try {
    // Two slashes would name a host.
    return new URL(path.replace(/^\/+/, '/'), origin);
  } catch {
    // Silence is right: a request that names no address is for no page that a rule could know.
    return new URL('http://localhost/');
  }
}
