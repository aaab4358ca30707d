/**
 * Answers the HTTP requests of Studio and the API: who asks, whether the request may change anything, and what is sent
 * with each answer.
 */

import { Hono, type HonoRequest, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { codeOf, Refusal } from '../files/index.js';
import { html } from '../pages/index.js';
import type { Doorkeeper } from './access/doorkeeper.js';
import type { OidcProvider } from './access/oidc/provider.js';
import { STUDIO_POLICY } from './access/policy.js';
import { apiRoutes } from './api/routes.js';
import { editorRoutes } from './editing/routes.js';
import { FAULTS } from './fault.js';
import type { House } from './house.js';
import { type AppEnv, answerFault, faultOf } from './http.js';
import { accessRoutes } from './studio/access.js';
import { assetRoutes } from './studio/assets.js';
import { oidcRoutes } from './studio/oidc.js';
import { plainPage } from './studio/page.js';
import { studioRoutes } from './studio/routes.js';
import { turnAway } from './studio/turned.js';
import type { WaitingTimes } from './studio/waiting.js';

/** What the server is made of. */
export interface AppParts {
  readonly house: House;
  readonly door: Doorkeeper;
  /** Signs people in besides; null where none is configured. */
  readonly provider: OidcProvider | null;
  /** The header in which a trusted proxy names who signed in there; null where there is none. */
  readonly proxyHeader: string | null;
  readonly onError: (sentence: string) => void;
  /** How long people wait. */
  readonly waiting?: WaitingTimes | undefined;
}

/** The most that a request may hold: a file of experiments is at most 1 MB, and JSON makes more of it. */
const MOST_BYTES = 3 * 2 ** 20;
/** The same from a stranger, who signs in: a form of many fields would take the processor for seconds. */
const MOST_OF_STRANGERS = 2 ** 16;

/** All routes. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const { house, door, provider, proxyHeader, onError, waiting } = parts;
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    // A request may name a whole address, which then counts, and not its Host.
    if (!house.origins.isOwnHost(c.req.header('host')) || !house.origins.isOwnHost(new URL(c.req.url).host))
      return c.text(
        'This server does not answer to that name. Where people are to reach it by it, write their address as url below serve in fx.config.yaml, and start it again.\n',
        403,
      );
    await next();
    for (const [name, value] of Object.entries(headersFor(house.origins.isHttps)))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  const { address } = house.origins;
  app.use(atMost(MOST_BYTES, address));
  app.route('/api', editorRoutes(house));
  app.use(async (c, next) => {
    const header = (name: string): string | undefined => c.req.header(name);
    const caller = await door.recognise({
      cookie: header('cookie'),
      authorization: header('authorization'),
      proxied: proxyHeader === null ? undefined : header(proxyHeader),
    });
    c.set('caller', caller);
    const isUnsafe = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    const origin = header('origin');
    // Browsers send no token on their own: a program that has one needs no origin, and may not have a foreign one.
    const isProgram = caller?.by === 'token' && origin === undefined;
    if (isUnsafe && !isProgram && !house.origins.isOwnRequest({ origin, site: header('sec-fetch-site') }))
      return turnAway(c.req.path, isTokenless(c.req) && !caller ? 'UNAUTHENTICATED' : 'WRONG_ORIGIN', address);
    return next();
  });
  const ofStrangers = atMost(MOST_OF_STRANGERS, address);
  app.use((c, next) => (c.get('caller') ? next() : ofStrangers(c, next)));
  app.route('/', assetRoutes());
  app.route('/api', apiRoutes(house));
  app.route('/', accessRoutes(door, provider));
  if (provider) app.route('/', oidcRoutes({ provider, door, people: house.people, address: house.origins.address }));
  app.route('/', studioRoutes({ house, door, say: onError, ...waiting }));
  app.notFound((c) =>
    c.req.path.startsWith('/api/') ? answerFault(faultOf('NOT_FOUND')) : c.text('There is no such page.\n', 404),
  );
  app.onError((error, c) => {
    // A disk that refuses, or a configuration that somebody is editing, is no fault of fx: the sentence says what to
    // do.
    if (error instanceof Refusal) {
      const fault = { ...faultOf('STORAGE_FAILED'), message: error.message };
      return c.req.path.startsWith('/api/') ? answerFault(fault) : c.html(refusalPage(error.message), 503);
    }
    // Whoever cut the connection hears no answer, and there is nothing to look into.
    if (codeOf(error) === 'ECONNRESET' && error.message === 'aborted') return c.body(null, 400);
    onError(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
    return c.req.path.startsWith('/api/')
      ? answerFault(faultOf('UNEXPECTED'))
      : c.text(`${FAULTS.UNEXPECTED[1]}.\n`, 500);
  });
  return app;
}

const atMost = (maxSize: number, address: string): MiddlewareHandler<AppEnv> =>
  bodyLimit({
    maxSize,
    onError(c) {
      const answer = turnAway(c.req.path, 'TOO_LARGE', address);
      // The rest of the body is not read, so that the connection carries no other request.
      answer.headers.set('Connection', 'close');
      return answer;
    },
  });

/** A program whose token is missing, wrong or revoked: no browser asks without saying where it stands. */
const isTokenless = (request: HonoRequest): boolean =>
  request.path.startsWith('/api/') &&
  ['origin', 'sec-fetch-site', 'cookie'].every((name) => request.header(name) === undefined);

const refusalPage = (sentence: string): string =>
  plainPage(
    'Not now',
    html`<h1>Not now</h1><p>${sentence}</p><form method="post" action="/off"><button class="danger">Switch everything off</button></form>`,
  );

const headersFor = (isHttps: boolean): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': STUDIO_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  ...(isHttps && { 'Strict-Transport-Security': 'max-age=31536000' }),
});
