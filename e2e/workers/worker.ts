/** Decides in a worker, and counts what it has decided. */

import { createServer, type Manifest } from 'fx-tag/server';

interface Env {
  readonly COLLECT: string;
  readonly MANIFEST: Manifest;
}

let fx: ReturnType<typeof createServer> | undefined;

export default {
  async fetch(request: Request, env: Env, context: { waitUntil(sent: Promise<unknown>): void }): Promise<Response> {
    fx ??= createServer({ manifest: env.MANIFEST, collect: env.COLLECT });
    const visit = fx.visit(request, { waitUntil: (sent) => context.waitUntil(sent) });
    const variant = visit.variant('hero');
    visit.expose('hero');
    visit.track('signup', 1, { key: visit.subject });
    const headers = new Headers({ 'cache-control': visit.isPrivate ? 'private, no-cache' : 'public' });
    for (const cookie of visit.setCookies) headers.append('set-cookie', cookie);
    return Response.json({ variant, subject: visit.subject }, { headers });
  },
};
