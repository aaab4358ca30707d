/** Finds the visit of a request that Next renders. */

import type { FxServer, FxVisit, VisitOptions } from '../server/index.js';
import { PATH_HEADER } from './proxy.js';

/** Nobody looks at what is fetched ahead, and so nothing is decided for it. */
const NOBODY = { headers: { purpose: 'prefetch' } };

/**
 * The visit, in server components and route handlers, as the proxy has decided it. It never counts an exposure by
 * itself: a server component is rendered, not seen. The page's tag counts. Where Next builds a page for all, nobody is
 * in anything.
 *
 * @example
 * const visit = await visitOf(fx);
 * return <html data-rendered={visit.rendered}>…</html>;
 */
export async function visitOf(fx: FxServer, options: VisitOptions = {}): Promise<FxVisit> {
  const { headers } = await import('next/headers.js');
  const { connection } = await import('next/server.js');
  await fx.ready;
  // What Cache Components render ahead of a visit has headers and no clock: it ends here.
  await connection();
  const given = await headers();
  const path = given.get(PATH_HEADER);
  // A page that is built, for which Next has no headers, would show one visitor's variants to everybody.
  const asked = given.has('host') || given.has('user-agent') ? given : NOBODY;
  return fx.visit(asked, { ...(path && { path }), ...options });
}
