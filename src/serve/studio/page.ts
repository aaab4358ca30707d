/** Draws the frame of every page of Studio: where one is, who one is, and the button that switches everything off. */

import { dayText, documentOf, type Html, html, plural } from '../../pages/index.js';
import { mayAs, type StudioRole } from '../access/roles.js';
import type { Caller } from '../house.js';

/** A page. */
export interface StudioPage {
  readonly title: string;
  readonly body: Html;
  readonly caller: Caller;
  /** Which entry of the navigation it belongs to. */
  readonly at: StudioPlace;
  /** What became of what was asked for. */
  readonly notice?: PageNotice | null | undefined;
  /** Whether everything is switched off; null where that is not known. */
  readonly isOff?: boolean | null | undefined;
  /** How many experiments wait to be published; null where that is not known. */
  readonly waiting?: number | null | undefined;
  /** Why events of visitors are not stored right now; null where they are. */
  readonly trouble?: { readonly since: number; readonly message: string } | null | undefined;
  /** Loads itself again until there is something else to show: after so many seconds, from where, as `0; url=/x`. */
  readonly refresh?: string;
  /** Modules besides the one that listens for changes. */
  readonly scripts?: readonly string[];
  /** What a script's own styles carry, on the page whose policy lets them in. */
  readonly nonce?: string;
}

/** Entries of the navigation. */
export type StudioPlace = 'today' | 'experiments' | 'results' | 'why' | 'publish' | 'history' | 'settings';

/** One sentence on top of a page, with what else is to be said. */
export interface PageNotice {
  readonly kind: 'good' | 'bad';
  readonly text: string;
  readonly lines?: readonly string[];
  /** What comes next. */
  readonly link?: { readonly path: string; readonly text: string };
}

const PLACES: readonly (readonly [StudioPlace, path: string, title: string])[] = [
  ['today', '/', 'Today'],
  ['experiments', '/experiments', 'Experiments'],
  ['results', '/results', 'Results'],
  ['why', '/why', 'Why'],
  ['publish', '/publish', 'Publish'],
  ['history', '/history', 'History'],
  ['settings', '/settings', 'Settings'],
];

/** The whole document. */
export function pageOf({
  title,
  body,
  caller,
  at,
  notice,
  isOff,
  waiting,
  trouble,
  refresh,
  scripts = [],
}: StudioPage): string {
  return documentOf(
    title,
    html`${head(['/studio/live/main.js', ...scripts])}${refresh === undefined ? '' : html`<meta http-equiv="refresh" content="${refresh}">`}`,
    html`
    <a class="skip" href="#main">Skip to the page</a>
    <header class="top"><div class="wrap">
      <a class="mark" href="/" aria-label="fx Studio">fx</a>
      <nav aria-label="Studio">${PLACES.map(([place, path, name]) =>
        navLink(path, name, place === at, place === 'publish' ? waiting : null),
      )}</nav>
      <div class="who">${offSwitch(caller.role, isOff)}<span class="quiet" title="${caller.author.name}">${caller.author.name}</span>
        <form method="post" action="/sign-out"><button class="plain">Sign out</button></form></div>
    </div></header>
    ${isOff ? offBanner(caller.role) : ''}
    ${trouble ? troubleBanner(trouble) : ''}
    <main class="wrap" id="main">
      <p class="live" role="status" data-who="${caller.author.name}" hidden></p>
      ${notice ? noticeOf(notice) : ''}
      ${body}
    </main>`,
  );
}

const CURRENT: Html = { html: ' aria-current="page"' };

function navLink(path: string, name: string, isHere: boolean, waiting: number | null | undefined): Html {
  const link = html`<a href="${path}"${isHere ? CURRENT : ''}>${name}</a>`;
  return waiting ? html`<span class="counted">${link}${waitingCount(waiting)}</span>` : link;
}

/** Beside the word, so that the link keeps its name. */
const waitingCount = (waiting: number): Html =>
  html` <span class="count" role="img" aria-label="${plural(waiting, 'experiment')} ${waiting > 1 ? 'wait' : 'waits'} to be published">${waiting > 99 ? '99+' : waiting}</span>`;

/** A page for who is not signed in. */
export const plainPage = (title: string, body: Html): string =>
  documentOf(
    title,
    head([]),
    html`<main class="wrap narrow" id="main"><p><span class="mark">fx</span></p>${body}</main>`,
  );

const head = (scripts: readonly string[]): Html => html`<link rel="stylesheet" href="/studio/style.css">
    <link rel="icon" href="data:,">
    ${scripts.map((path) => html`<script type="module" src="${path}"></script>`)}`;

/** What was done, or why not. */
export const noticeOf = ({ kind, text, lines = [], link }: PageNotice): Html => html`
      <div class="message message-${kind}" role="${kind === 'bad' ? 'alert' : 'status'}"><p>${text}${link ? html` <a href="${link.path}">${link.text}</a>` : ''}</p>
        ${lines.length ? html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>` : ''}</div>`;

/** Two clicks, without a script: the first opens it. */
function offSwitch(role: StudioRole, isOff: boolean | null | undefined): Html {
  if (!mayAs(role, 'publisher') || isOff) return html``;
  return html`<details class="off" name="popover"><summary>Switch off</summary>
        <form method="post" action="/off"><p>Every visitor gets the page without experiments, at once. You can switch them on again.</p>
        <button class="danger">Yes, switch everything off</button></form></details>`;
}

const offBanner = (role: StudioRole): Html => html`
    <div class="banner"><div class="wrap"><p><strong>Everything is switched off.</strong> No visitor is in an experiment.</p>
      ${mayAs(role, 'publisher') ? html`<form method="post" action="/on"><button>Switch on again</button></form>` : ''}</div></div>`;

const troubleBanner = ({ since, message }: NonNullable<StudioPage['trouble']>): Html => html`
    <div class="banner" role="alert"><div class="wrap"><p><strong>Visitors are not being counted since ${timeOf(since)}.</strong> ${message}</p></div></div>`;

/** `running` and the like, as a coloured word. */
export const chip = (status: string): Html => html`<span class="chip chip-${status}">${status}</span>`;

/** A figure in a list; its unit is said where the list has no head. Null where there is none. */
export const numberCell = (figure: string | null, unit: string): Html =>
  figure === null ? html`<td class="number">–</td>` : html`<td class="number" data-unit="${unit}">${figure}</td>`;

/** `12 Nov 2026, 14:03 UTC` */
export const timeText = (time: number | string): string =>
  `${dayText(time)}, ${new Date(time).toISOString().slice(11, 16)} UTC`;

/** A time that a page shows and programs can read. */
export const timeOf = (time: number | string): Html =>
  html`<time datetime="${new Date(time).toISOString()}">${timeText(time)}</time>`;
