/**
 * Answers every page and form of Studio within a second: with what was asked for, else with a page that says what is
 * being done and comes back with what came of it.
 */

import type { MiddlewareHandler } from 'hono';
import { type Html, html } from '../../pages/index.js';
import type { AppEnv } from '../http.js';
import { whoIs } from '../writing.js';
import { type Desk, navEntryOf, type StudioContext } from './desk.js';
import { createErrands, type Errand, type Running } from './errands.js';

/** How long people wait, milliseconds. */
export interface WaitingTimes {
  /** After this long a page says that it takes longer. Default 800. */
  readonly sayAfterMs?: number;
  /** What nobody has asked for so long is forgotten, and ended where it only shows something. Default a minute. */
  readonly patienceMs?: number;
}

/** What is behind it. */
export interface WaitingParts extends WaitingTimes {
  readonly desk: Desk;
  /** Answers a request, which may be the one of the context with its body read. */
  readonly ask: (c: StudioContext, request: Request, errand: Errand | undefined) => Response | Promise<Response>;
  /** Hears in one sentence of what nobody was told. */
  readonly say: (sentence: string) => void;
}

/** Where somebody waits for what became of a form. */
export const WAITING_PATH = '/waiting';
const TICKET = 'wait';
/** The page stays for a while, so that there is time to read it and to leave it by the keyboard. */
const [SHORTEST_HOLD_MS, LONGEST_HOLD_MS] = [3000, 15_000];

/** The last handler: whoever comes here is signed in. */
export function waitingFor({
  desk,
  ask,
  say,
  sayAfterMs = 800,
  patienceMs = 60_000,
}: WaitingParts): MiddlewareHandler<AppEnv> {
  const errands = createErrands({
    patienceMs,
    onLost: (error) => say(`What nobody waited for failed: ${error instanceof Error ? error.stack : String(error)}`),
  });
  const answer = async (c: StudioContext, running: Running, ms: number): Promise<Response> =>
    (await running.within(ms)) ?? waitingPage(desk, c, running);
  return async (c) => {
    const caller = desk.caller(c);
    const owner = `${caller.by} ${whoIs(caller.author)}`;
    const ticket = c.req.query(TICKET);
    const found = ticket !== undefined && c.req.method === 'GET' ? errands.find(ticket, owner) : null;
    if (found) return answer(c, found, Math.min(LONGEST_HOLD_MS, Math.max(SHORTEST_HOLD_MS, found.ageMs())));
    if (c.req.path === WAITING_PATH) return desk.show(c, { title: 'It is over', at: 'today', body: overBody() });
    const isDeed = c.req.method === 'POST';
    if (!isForPeople(c) || errands.isFull()) return ask(c, c.req.raw, undefined);
    // The form first: it may take long to come, and what it asks for has not begun then.
    const request = isDeed ? await withBody(c.req.raw) : c.req.raw;
    const says = (): Html => beginningOf(c.req.method, c.req.path);
    const running = errands.begin({
      owner,
      isDeed,
      isToldOnce: !isDeed || isShownOnce(c.req.path),
      says,
      work: async (errand) => ask(c, request, errand),
    });
    const soon = await running.within(sayAfterMs);
    if (soon) return soon;
    // What was posted is not posted again by whoever loads the page again.
    return isDeed ? c.redirect(pathOf(c, running), 303) : waitingPage(desk, c, running);
  };
}

/** Scripts, pictures and programs wait without a word. */
const isForPeople = ({ req }: StudioContext): boolean =>
  /^(GET|POST)$/.test(req.method) && /\btext\/html\b/.test(req.header('accept') ?? '') && !endsSessions(req);

/**
 * Who has another password is let in by another cookie, so that the page that waits would be refused. Such a form asks
 * neither git nor a target, and is answered as soon as its password is hashed.
 */
const endsSessions = ({ method, path }: StudioContext['req']): boolean =>
  method === 'POST' && /^\/settings\/(people(\/change)?|password)$/.test(path);

/** A new token. */
const isShownOnce = (path: string): boolean => path === '/settings/tokens';

async function withBody(request: Request): Promise<Request> {
  const { url, method, headers } = request;
  // What was cut off has no fields: each handler says what it lacks.
  const body = await request.arrayBuffer().catch(() => new ArrayBuffer(0));
  return new Request(url, { method, headers, body });
}

/** Of this site: `//evil.example` would be another one. */
const ownPath = ({ req }: StudioContext): string => new URL(req.url).pathname.replace(/^\/+/, '/');

/** The same page, or the one for forms, with the ticket. */
function pathOf(c: StudioContext, { ticket }: Running): string {
  const isPage = c.req.method === 'GET';
  const asked = new URLSearchParams(isPage ? new URL(c.req.url).searchParams : {});
  asked.set(TICKET, ticket);
  return `${isPage ? ownPath(c) : WAITING_PATH}?${asked}`;
}

/** The first word of what is being done. */
const beginningOf = (method: string, path: string): Html =>
  html`${method === 'POST' ? (DEEDS.find(([paths]) => paths.test(path))?.[1] ?? WRITING) : LOOKING}`;

const LOOKING = 'The experiments are being read, and the target is being asked what is published.';
const WRITING = 'The change is being checked, written and committed.';
const DEEDS: readonly (readonly [RegExp, string])[] = [
  [/^\/publish$/, 'It is being published.'],
  [/^\/rollback$/, 'An earlier revision is being published again.'],
  [/^\/off$/, 'Everything is being switched off.'],
  [/^\/on$/, 'Everything is being switched on again.'],
  [/^\/settings\//, 'It is being saved.'],
];

/** Asks again at once, and is answered once there is something new: so it stands until then, with its focus. */
function waitingPage(desk: Desk, c: StudioContext, running: Running): Promise<Response> {
  const path = pathOf(c, running);
  const own = ownPath(c);
  const seconds = Math.round(running.ageMs() / 1000);
  const body = html`
      <h1>One moment</h1>
      <div class="moment" role="status"><p>${running.errand.says()}</p><p>${comingText(own)}</p></div>
      <p class="quiet">${seconds > 1 ? `It has taken ${seconds} seconds so far. ` : ''}${own === WAITING_PATH ? html`It goes on when you leave this page, and then stands in the <a href="/history">history</a>. ` : ''}<a href="${path}">Look now</a></p>`;
  return desk.showAtOnce(c, { title: 'One moment', at: navEntryOf(own), body, refresh: `0; url=${path}` }, 202);
}

/** A file does not take the place of the page. */
const comingText = (path: string): Html =>
  path.endsWith('/csv')
    ? html`The file comes by itself as soon as it is there; then you can go <a href="${path.replace(/csv$/, '')}">back to the results</a>.`
    : html`This page shows what comes of it as soon as it is there.`;

const overBody = (): Html => html`
      <h1>It is over</h1>
      <p>This page is not kept any longer. What came of it stands in the <a href="/history">history</a>.</p>`;
