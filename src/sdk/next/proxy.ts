/** Decides before a page of Next is rendered, or picks the prerendered page of a variant. */

import type { FxServer, VisitOptions } from '../server/index.js';
import { variantCode, variantPath } from './code.js';

/** What this reads of a request of Next. */
export interface NextRequestLike {
  readonly headers: Headers;
  readonly url: string;
  readonly method: string;
}

/** How a proxy decides. */
export interface ProxyOptions {
  /** What the site knows of who asks. */
  readonly visit?: ((request: NextRequestLike) => VisitOptions | Promise<VisitOptions>) | undefined;
  /** Where the prerendered pages of variants are. Default `/variants`. */
  readonly folder?: string | undefined;
}

/** The path and query of the page, for what renders it: Next does not tell. */
export const PATH_HEADER = 'x-fx-path';

/**
 * The proxy of Next 16, and the middleware of Next 15: everything that renders the page knows the visitor, on their
 * very first request, too. What is decided for somebody is kept out of shared caches.
 *
 * @param routes static pages, with the experiments that each is prerendered for: `{'/pricing': ['price']}` shows
 * `/variants/treatment/pricing` at that address
 * @example
 * export const proxy = fxProxy(fx, { '/pricing': ['price'] });
 */
export function fxProxy(
  fx: FxServer,
  routes: Readonly<Record<string, readonly string[]>> = {},
  { folder = '/variants', visit: tell }: ProxyOptions = {},
): (request: NextRequestLike) => Promise<Response> {
  return async (request) => {
    const { NextResponse } = await import('next/server.js');
    await fx.ready;
    const url = new URL(request.url);
    // Next asks again for what it was sent to, and that answer's headers win.
    if (url.pathname.startsWith(`${folder}/`))
      return keepPrivate(NextResponse.next({ request: { headers: request.headers } }));
    const path = url.pathname + url.search;
    const visit = fx.visit(request, { path, ...(await tell?.(request)) });
    const ids = routes[url.pathname];
    // Asked before the cookies are read, which hold what was asked for.
    const code = ids && variantCode(ids.map((id) => visit.variant(id)));
    // Calls, since minifiers take a getter for one that does nothing.
    for (const id of code ? [] : Object.keys(visit.decisions)) visit.payload(id);
    const headers = new Headers(request.headers);
    if (visit.cookieHeader) headers.set('cookie', visit.cookieHeader);
    headers.set(PATH_HEADER, path);
    const init = { request: { headers } };
    const response = code
      ? NextResponse.rewrite(new URL(variantPath(folder, code, url), url), init)
      : NextResponse.next(init);
    for (const cookie of visit.setCookies) response.headers.append('set-cookie', cookie);
    return code || visit.isPrivate ? keepPrivate(response) : response;
  };
}

/** Next lets shared caches keep static pages for a year, with our cookies and with the variant of one visitor. */
function keepPrivate(response: Response): Response {
  response.headers.set('cache-control', 'private, no-cache');
  return response;
}
