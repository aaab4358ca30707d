/** Guards the door of the visual editor: requests from pages of the configured sites, which no other page may make. */

import { type Context, Hono } from 'hono';
import { mayAs } from '../access/roles.js';
import type { Operation } from '../api/operation.js';
import { bodyOf, respondWith, revisionIn } from '../api/routes.js';
import { type Done, refused, succeeded } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { AppEnv } from '../http.js';
import { editorOperations } from './operations.js';

/** Below `/api`, before the door for Studio's own pages: these come from elsewhere, and carry no cookie. */
export function editorRoutes(house: House): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  for (const operation of editorOperations()) {
    app.options(`/${operation.name}`, (c) => allow(house, c, new Response(null, { status: 204 })));
    app.post(`/${operation.name}`, async (c) => allow(house, c, respondWith(await answer(house, operation, c))));
  }
  return app;
}

async function answer(house: House, operation: Operation, c: Context<AppEnv>): Promise<Done<object>> {
  const origin = c.req.header('origin') ?? '';
  if (!house.site.origins.has(origin)) return refused('WRONG_ORIGIN');
  const body = await bodyOf(c.req.raw);
  if (!body.ok) return body;
  if (operation.name === 'editor.begin') return begin(house, body.value, origin);
  const session = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  const pass = house.passes.find(session, origin);
  const caller = pass && (await pass.again());
  if (!pass || !caller) return refused('EDIT_SESSION_OVER');
  if (!mayAs(caller.role, operation.role)) return refused('FORBIDDEN');
  const ifRevision = revisionIn(c.req.header('if-match'));
  return operation.run(house, body.value, { ...caller, ifRevision, experimentId: pass.experimentId });
}

/** A token is used up by the first who shows it, whoever that is. */
async function begin(house: House, body: unknown, origin: string): Promise<Done<object>> {
  const { token } = (body ?? {}) as { readonly token?: unknown };
  const begun = typeof token === 'string' ? house.passes.exchange(token, origin) : null;
  const caller: Caller | null | undefined = begun && (await begun.pass.again());
  if (!begun || !caller) return refused('EDIT_LINK_USED');
  if (!mayAs(caller.role, 'editor')) return refused('FORBIDDEN');
  const expiresAt = new Date(begun.until).toISOString();
  return succeeded({ session: begun.secret, expiresAt, experimentId: begun.pass.experimentId });
}

/** Exactly the sites of the configuration may read the answer; no cookie comes along. */
function allow(house: House, c: Context<AppEnv>, response: Response): Response {
  const origin = c.req.header('origin') ?? '';
  response.headers.set('Vary', 'Origin');
  if (!house.site.origins.has(origin)) return response;
  response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.set('Access-Control-Allow-Methods', 'POST');
  response.headers.set('Access-Control-Allow-Headers', 'authorization, content-type, if-match');
  response.headers.set('Access-Control-Max-Age', '600');
  response.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  return response;
}
