/** The visit of a request that Next renders. */

import type { FxServer, FxVisit, VisitOptions } from '../server/index.js';
import { PATH_HEADER } from './proxy.js';

/**
 * The visit, in server components and route handlers, as the proxy has decided it. It never counts an exposure by itself: a
 * server component is rendered, not seen. The page's tag counts.
 *
 * @example
 * const visit = await visitOf(fx);
 * return <html data-rendered={visit.rendered}>…</html>;
 */
export async function visitOf(fx: FxServer, options: VisitOptions = {}): Promise<FxVisit> {
  const { headers } = await import('next/headers.js');
  await fx.ready;
  const given = await headers();
  const path = given.get(PATH_HEADER);
  return fx.visit(given, { ...(path && { path }), ...options });
}
