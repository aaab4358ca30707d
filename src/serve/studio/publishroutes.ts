/** Serves the page of the plan, and does what its buttons say. Off works when everything else is broken. */

import type { Hono } from 'hono';
import { html } from '../../pages/index.js';
import type { Origins } from '../access/origins.js';
import { mayAs } from '../access/roles.js';
import type { Done } from '../fault.js';
import { remoteOf } from '../gitbases.js';
import type { AppEnv } from '../http.js';
import type { Desk, StudioContext } from './desk.js';
import { fieldsOfForm, filledIn } from './forms.js';
import { nothingToPublish, publishBody } from './publish.js';
import { errorsPart } from './today.js';

/** Among them the last publications are looked for. */
const MOST_DEEDS = 500;

/** Adds them. */
export function publishPages(app: Hono<AppEnv>, desk: Desk): void {
  const { publications, live } = desk.house;
  live.listen(({ type }) => {
    if (type === 'change' || type === 'publication') publications.lastPlan.forget();
  });
  const answer = (
    c: StudioContext,
    done: Done<unknown>,
    word: string,
    path = '/publish',
  ): Response | Promise<Response> => {
    if (!done.ok) return desk.refuse(c, done.fault, 'publish');
    live.tell({ type: 'publication', who: desk.caller(c).author.name, what: word });
    return c.redirect(`${path}${path.includes('?') ? '&' : '?'}done=${word}`, 303);
  };
  /** The page of another target than the one that is shown by itself. */
  const pathTo = async (to: string | undefined): Promise<string> =>
    to === undefined || to === (await publications.main()) ? '/publish' : `/publish?to=${encodeURIComponent(to)}`;
  app.get('/publish', (c) => planPage(desk, c));
  app.post('/publish', async (c) => {
    const { base = '', proposed, to, allow, reason } = await fieldsOfForm(c);
    const { author } = desk.caller(c);
    const request = {
      author,
      to: filledIn(to),
      base: base || null,
      proposed: filledIn(proposed),
      allowBreaking: allow === 'yes',
      reason: filledIn(reason),
    };
    return answer(c, await publications.publish(request), 'published', await pathTo(request.to));
  });
  app.post('/rollback', async (c) => {
    const { to, revision, reason } = await fieldsOfForm(c);
    const { author } = desk.caller(c);
    const request = { author, to: filledIn(to), revision: filledIn(revision), reason: filledIn(reason) };
    return answer(c, await publications.rollback(request), 'back', await pathTo(request.to));
  });
  for (const word of ['off', 'on'] as const)
    app.post(`/${word}`, async (c) => {
      const { to } = await fieldsOfForm(c);
      const request = { author: desk.caller(c).author, to: filledIn(to) };
      // Its button stands on every page: whoever presses it stays there.
      return answer(c, await publications.toggle(request, word === 'on'), word, whereFrom(c, desk.house.origins));
    });
}

/** What would be published, and the buttons that do so. */
async function planPage(desk: Desk, c: StudioContext): Promise<Response> {
  const { house } = desk;
  const catalogue = await house.workspace.read();
  if (catalogue.errors.length) {
    const body = html`<h1>Publish</h1>${errorsPart(catalogue)}`;
    return desk.show(c, { title: 'Publish', at: 'publish', body }, 422);
  }
  if (!catalogue.files.length) {
    const body = nothingToPublish(mayAs(desk.caller(c).role, 'editor'));
    return desk.show(c, { title: 'Publish', at: 'publish', body });
  }
  const to = filledIn(c.req.query('to'));
  const [planned, state] = [await house.publications.plan(to), await house.publications.state(to)];
  if (!planned.ok) return desk.refuse(c, planned.fault, 'publish');
  if (!state.ok) return desk.refuse(c, state.fault, 'publish');
  const targets = await house.publications.targets();
  const { sources, holdouts } = catalogue.compiled;
  const named = [...sources, ...holdouts].map(([id, { raw }]) => [id, raw.name ?? id] as const);
  const facts = {
    planned: planned.value,
    state: state.value,
    targets,
    to: to ?? (await house.publications.main()),
    names: new Map(named),
    past: { state: state.value, deeds: await house.record.read({ limit: MOST_DEEDS }) },
    asking: { address: addressOf(desk, to), isReviewed: await maySendBranch(desk, c) },
    mayPublish: mayAs(desk.caller(c).role, 'publisher'),
  };
  return desk.show(c, { title: 'Publish', at: 'publish', body: publishBody(facts) });
}

const addressOf = ({ house }: Desk, to: string | undefined): string =>
  `${house.origins.address}/publish${to === undefined ? '' : `?${new URLSearchParams({ to })}`}`;

/** Whether whoever may only edit can send a change to a branch: without a remote it is seen by nobody. */
async function maySendBranch({ house, caller }: Desk, c: StudioContext): Promise<boolean> {
  if (!house.repository || caller(c).role !== 'editor') return false;
  return (await remoteOf(house.repository.root)) !== null;
}

/** Pages that are there for whoever only looks. */
const PAGES = /^\/(?:new|why|publish|history|settings|(?:experiments|results)(?:\/[^/]+(?:\/(?:edit|page|why))?)?)?$/;

/** The page of Studio that a button was pressed on, as it was asked for. */
function whereFrom(c: StudioContext, { isOwnRequest }: Origins): string {
  const referer = c.req.header('referer') ?? '';
  if (!URL.canParse(referer)) return '/';
  const { origin, pathname, searchParams } = new URL(referer);
  if (!isOwnRequest({ origin }) || !PAGES.test(pathname)) return '/';
  for (const told of ['done', 'wait']) searchParams.delete(told);
  return searchParams.size ? `${pathname}?${searchParams}` : pathname;
}
