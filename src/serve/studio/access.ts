/** Shows the pages for signing in and out, and takes the link of the first start. */

import { type Context, Hono } from 'hono';
import { html } from '../../pages/index.js';
import type { Doorkeeper } from '../access/doorkeeper.js';
import type { OidcProvider } from '../access/oidc/provider.js';
import type { AppEnv } from '../http.js';
import { fieldsOfForm } from './forms.js';
import { noticeOf, plainPage } from './page.js';

/** Routes for who is not signed in yet. */
export function accessRoutes(door: Doorkeeper, provider: OidcProvider | null): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/start', async (c) => {
    const signed = await door.useLink(c.req.query('key') ?? '');
    if (!signed.ok) return c.html(usedPage(), 403);
    c.header('Set-Cookie', signed.cookie);
    return c.redirect(keptPath('/'), 303);
  });
  const pageOf = async (facts: Partial<SignInFacts>): Promise<string> =>
    signInPage({
      ...{ problem: null, note: null, email: '', endUrl: null, to: '/' },
      ...{ hasPassword: await door.hasPassword(), provider: provider?.settings.name ?? null },
      ...facts,
    });
  app.get('/sign-in', async (c) => {
    if (c.get('caller')) return c.redirect(pathIn(c.req.query('to')), 303);
    const endUrl = c.req.query('out') === undefined ? null : ((await provider?.endUrl()) ?? null);
    const done = c.req.query('done');
    const note = done === 'added' ? 'You are added. From now on you sign in with your password.' : null;
    const problem = done === 'in' ? NOT_KEPT : null;
    return c.html(await pageOf({ endUrl, note, problem, to: pathIn(c.req.query('to')) }));
  });
  app.post('/sign-in', async (c) => {
    const { email = '', password = '' } = await fieldsOfForm(c);
    const signed = await door.signIn(email, password, addressOf(c));
    if (signed.ok) {
      c.header('Set-Cookie', signed.cookie);
      return c.redirect(keptPath(pathIn(c.req.query('to'))), 303);
    }
    const text =
      signed.reason === 'wrong'
        ? 'Address and password do not match.'
        : 'Too many tries: wait a minute, then try again.';
    return c.html(await pageOf({ problem: text, email, hasPassword: true }), signed.reason === 'wrong' ? 401 : 429);
  });
  app.post('/sign-out', async (c) => {
    const { everywhere } = await fieldsOfForm(c);
    c.header('Set-Cookie', await door.signOut(c.req.header('cookie'), everywhere === 'yes'));
    return c.redirect(provider ? '/sign-in?out=yes' : '/sign-in', 303);
  });
  return app;
}

/** Behind a proxy that the configuration does not name, all come from one address, and share its tries. */
const addressOf = (c: Context<AppEnv>): string => c.env.address;

/** A path of this site alone: `//evil.example` would be another one. */
export const pathIn = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\w/?=&.-]*$/.test(path) ? path : '/';

/** Where to sign in for a page, and then to come to it. */
export function signInPath(url: string): string {
  const { pathname, search } = new URL(url);
  const to = pathIn(pathname + search);
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}

/** By way of the page that sees whether the browser has kept the cookie, and says so where it has not. */
const keptPath = (to: string): string => `/sign-in?done=in${to === '/' ? '' : `&to=${encodeURIComponent(to)}`}`;

const NOT_KEPT =
  'You were signed in, and your browser did not keep the cookie that says so: let this address keep cookies, then sign in again.';

const usedPage = (): string =>
  plainPage(
    'This link was used',
    html`<h1>This link was used</h1><p>Each link works once, within an hour. Start <code>fx serve</code> again for a new one, or <a href="/sign-in">sign in</a>.</p>`,
  );

interface SignInFacts {
  readonly problem: string | null;
  /** What became of what was done before. */
  readonly note: string | null;
  readonly email: string;
  readonly hasPassword: boolean;
  /** Who signs people in besides; null where nobody does. */
  readonly provider: string | null;
  /** Where whoever has just signed out here signs out of the provider, too. */
  readonly endUrl: string | null;
  /** Where to go afterwards. */
  readonly to: string;
}

const signInPage = ({ problem, note, email, hasPassword, provider, endUrl, to }: SignInFacts): string =>
  plainPage(
    'Sign in',
    html`<h1>Sign in</h1>${problem === null ? '' : noticeOf({ kind: 'bad', text: problem })}${note === null ? '' : noticeOf({ kind: 'good', text: note })}
      ${endUrl === null ? '' : html`<p>You are signed out here. <a href="${endUrl}">Sign out of ${provider ?? ''}, too</a></p>`}
      ${provider === null ? '' : html`<p><a class="button" href="/sign-in/oidc?to=${encodeURIComponent(to)}">Sign in with ${provider}</a></p>`}
      ${
        hasPassword
          ? html`<form class="form" method="post"><label>E-mail address <input name="email" type="email" autocomplete="username" required value="${email}"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <p><button class="primary">Sign in</button></p></form>
      <p class="quiet">Forgot the password? An admin can give you a new one in Settings.</p>`
          : provider === null
            ? html`<p>Open the link that <code>fx serve</code> printed when it started. Then add people below Settings.</p>`
            : ''
      }`,
  );
