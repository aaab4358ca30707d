/** Gives all handlers of pages the caller, the frame of a page, and the page that says why something was not done. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { type Html, html } from '../../pages/index.js';
import type { Recognised } from '../access/doorkeeper.js';
import type { Origins } from '../access/origins.js';
import { policyWith } from '../access/policy.js';
import type { ExperimentShown } from '../api/model.js';
import { type Done, FAULTS, type Refused } from '../fault.js';
import type { TargetState } from '../holdings.js';
import type { House } from '../house.js';
import type { AppEnv } from '../http.js';
import type { FiledExperiment } from '../workspace.js';
import { noticeOf, pageOf, type StudioPage, type StudioPlace } from './page.js';
import { noticeOfFault } from './words.js';

/** A request of somebody who is signed in. */
export type StudioContext = Context<AppEnv>;

/** What handlers of pages share. */
export interface Desk {
  readonly house: House;
  /** A page of Studio, with what all of them show. */
  show(
    c: StudioContext,
    page: Omit<StudioPage, 'caller' | 'isOff' | 'notice' | 'trouble' | 'waiting'> & {
      readonly notice?: StudioPage['notice'];
    },
    status?: StatusCode,
  ): Promise<Response>;
  /** The same without what takes a while to be known: whether everything is off, where the target is slow to say so. */
  showAtOnce(c: StudioContext, page: Parameters<Desk['show']>[1], status: StatusCode): Promise<Response>;
  /** A page that says why something was not done. */
  refuse(c: StudioContext, fault: Refused, at: StudioPage['at']): Promise<Response>;
  /** Whoever asks; pages are behind the door. */
  caller(c: StudioContext): Recognised;
}

export function createDesk(house: House): Desk {
  const caller = (c: StudioContext): Recognised => {
    const known = c.get('caller');
    if (!known) throw new Error('A page was asked for by nobody: the door let them in.');
    return known;
  };
  const showWith = (
    c: StudioContext,
    page: Parameters<Desk['show']>[1],
    status: StatusCode,
    state: Done<TargetState> | null,
  ): Response => {
    const notice = page.notice ?? doneNotice(c.req.query('done'));
    const text = pageOf({
      ...page,
      caller: caller(c),
      isOff: state?.ok ? !state.value.enabled : null,
      waiting: house.publications.lastPlan.waiting(),
      trouble: house.eventTrouble(),
      notice,
    });
    return new Response(text, {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        ...(page.nonce !== undefined && { 'Content-Security-Policy': policyWith(page.nonce) }),
      },
    });
  };
  const showAtOnce: Desk['showAtOnce'] = async (c, page, status) => {
    // What keeps the state from being read is said by the page that needs it.
    const state = house.publications.state().catch(() => null);
    return showWith(c, page, status, await Promise.race([state, pause(MOMENT_MS, null)]));
  };
  return {
    house,
    caller,
    show: async (c, page, status = 200) => showWith(c, page, status, await house.publications.state()),
    showAtOnce,
    refuse(c, fault, at) {
      const title = titleOfRefusal(c, fault);
      const body: Html = html`<h1>${title}</h1>${noticeOf(noticeOfFault(fault))}${textsPart(fault)}<p class="row"><a href="${backTo(c, house.origins)}">Go back</a> ${waysOn(c, at)}</p>`;
      return showAtOnce(c, { title, at, body }, FAULTS[fault.code][0]);
    },
  };
}

/** Both texts, where one was typed and somebody else wrote the file meanwhile: nothing that was typed is lost. */
function textsPart({ code, details: { yaml, own } = {} }: Refused): Html {
  if (code !== 'CONFLICT' || typeof yaml !== 'string' || typeof own !== 'string') return html``;
  const texts = [
    ['As it is now', yaml],
    ['As you wrote it', own],
  ] as const;
  return html`${texts.map(([name, text]) => html`<details open><summary>${name}</summary><pre tabindex="0">${text}</pre></details>`)}`;
}

/** A page that was only opened did nothing that could be undone. */
function titleOfRefusal(c: StudioContext, { code }: Refused): string {
  if (c.req.method !== 'GET') return 'Not done';
  if (FAULTS[code][0] === 404) return 'Not found';
  return code === 'FORBIDDEN' ? 'Not for your role' : 'Nothing to show';
}

/** Where one can go on from a page that says no: to the experiment, where there may be one, and to the whole. */
function waysOn({ req }: StudioContext, at: StudioPlace): Html {
  const [, id] = /^\/experiments\/([\w-]+)\/./.exec(req.path) ?? [];
  return html`${id === undefined ? '' : html`<a href="/experiments/${id}">The experiment</a> `}${at === 'experiments' ? html`<a href="/experiments">All experiments</a> ` : ''}<a href="/">Today</a>`;
}

/** The entry of the navigation that an address belongs to. */
export function navEntryOf(path: string): StudioPlace {
  const [, first = ''] = path.split('/');
  if (first === 'new') return 'experiments';
  const places: readonly string[] = [
    'experiments',
    'results',
    'publish',
    'history',
    'settings',
  ] satisfies StudioPlace[];
  return places.includes(first) ? (first as StudioPlace) : 'today';
}

const MOMENT_MS = 50;

/** Where the form was, if that is a page of Studio. */
function backTo(c: StudioContext, { isOwnRequest }: Origins): string {
  const referer = c.req.header('referer') ?? '';
  if (!URL.canParse(referer)) return '/';
  const { origin, pathname, search } = new URL(referer);
  // Another site may lead here from `https://evil.example//evil.example/`, whose path alone is an address of it.
  return isOwnRequest({ origin }) ? pathname.replace(/^\/+/, '/') + search : '/';
}

/** Whether a change left the file as it was. A branch has the change where this folder has not. */
export function isUnchanged(before: FiledExperiment | undefined, changed: object): boolean {
  const { id, revision, branch } = changed as Partial<Pick<ExperimentShown, 'id' | 'revision' | 'branch'>>;
  return id === before?.id && revision === before?.revision && typeof branch !== 'string';
}

const DONE: Readonly<Record<string, string>> = {
  made: 'It is made, as a draft. Look at it in a preview, then start it.',
  started: 'It is started. Visitors come into it with the next publication.',
  stopped: 'It is stopped. Visitors leave it with the next publication.',
  shipped:
    'It is decided, and written down. With the next publication everyone in it gets the winner; archive it once the winner is built in.',
  concluded: 'It is decided, and written down. Visitors leave it with the next publication.',
  undone: 'The change is undone in the file. Visitors see that with the next publication.',
  changed: 'It is changed. Visitors see that with the next publication.',
  nothing: 'It was so before: nothing was changed.',
  published: 'It is published.',
  back: 'What was published before is there again.',
  off: 'It is done: every visitor gets the page without experiments.',
  on: 'Everything is switched on again.',
  branch: 'It is committed to a branch: whoever reviews it can merge that.',
  saved: 'It is saved.',
  password: 'Your password is changed, and your other sessions are over.',
};

/** What is done once it is published, too. */
const UNPUBLISHED = /with the next publication\.$/;

const doneNotice = (done: string | undefined): StudioPage['notice'] => {
  // What the address says is anybody's: `constructor` is no notice.
  const text = done !== undefined && Object.hasOwn(DONE, done) ? DONE[done] : undefined;
  if (text === undefined) return null;
  return {
    kind: 'good',
    text,
    ...(UNPUBLISHED.test(text) && { link: { path: '/publish', text: 'Look at the plan' } }),
  };
};
