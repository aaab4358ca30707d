/** Leads the ways to a provider of OpenID Connect and back. */

import { type Context, Hono } from 'hono';
import { html } from '../../pages/index.js';
import { createCookie } from '../access/cookies.js';
import type { Doorkeeper } from '../access/doorkeeper.js';
import { admit } from '../access/oidc/admit.js';
import { OIDC_BACK, type OidcAnswer, type OidcProvider } from '../access/oidc/provider.js';
import type { People } from '../access/people.js';
import type { AppEnv } from '../http.js';
import { pathIn } from './access.js';
import { plainPage } from './page.js';

/** What they need. */
export interface OidcRoutesParts {
  readonly provider: OidcProvider;
  readonly door: Doorkeeper;
  readonly people: People;
  /** Where people reach Studio. */
  readonly address: string;
}

const COOKIE_SECONDS = 600;

export function oidcRoutes({ provider, door, people, address }: OidcRoutesParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const own = createCookie(address, 'oidc');
  const secretOf = (c: Context<AppEnv>): string | null => own.secretIn(c.req.header('cookie'));
  const refuse = (c: Context<AppEnv>, sentence: string, status: 401 | 403 | 503): Response | Promise<Response> =>
    c.html(refusedPage(sentence), status);
  app.get('/sign-in/oidc', async (c) => {
    const begun = await provider.begin(pathIn(c.req.query('to')), secretOf(c));
    if (!begun) return refuse(c, SENTENCES.unavailable, 503);
    c.header('Set-Cookie', own.set(begun.secret, COOKIE_SECONDS));
    return c.redirect(begun.url, 303);
  });
  app.get(OIDC_BACK, async (c) => {
    const secret = secretOf(c);
    const answer = await provider.finish(new URL(c.req.url).search, secret);
    // Another tab may need it still.
    if (!provider.isUnderWay(secret)) c.header('Set-Cookie', own.set('', 0));
    if (!answer.ok) return refuse(c, SENTENCES[answer.reason], answer.reason === 'unavailable' ? 503 : 401);
    const admitted = await admit(answer.person, provider.settings, people);
    if (!admitted.ok) return refuse(c, admitted.sentence, 403);
    // A session that somebody may have set in this browser ends here: what is valid afterwards is new.
    await door.signOut(c.req.header('cookie'), false);
    c.header('Set-Cookie', await door.signInAs(admitted.email), { append: true });
    return c.redirect(answer.to, 303);
  });
  return app;
}

const SENTENCES: { readonly [Reason in Extract<OidcAnswer, { ok: false }>['reason']]: string } = {
  denied: 'The provider did not let you in. Sign in there with another account, or ask whoever runs it.',
  expired: 'This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.',
  refused:
    'The answer of the provider was not a sound one, so nobody was signed in. Begin again; the log of fx serve has the reason.',
  unavailable:
    'The provider cannot be reached now. Try again in a minute, or sign in by a password or the link of fx serve --link.',
};

const refusedPage = (sentence: string): string =>
  plainPage('Not signed in', html`<h1>Not signed in</h1><p>${sentence}</p><p><a href="/sign-in">Sign in</a></p>`);
