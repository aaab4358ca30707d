/**
 * Shows what would be published: the plan as sentences, and the buttons that carry it out, go back, or switch
 * everything off and on.
 */

import { shown } from '../../files/index.js';
import { type Html, html, percent, plural } from '../../pages/index.js';
import type { Planned } from '../../publishing/index.js';
import type { TargetState } from '../holdings.js';
import { noteText } from '../obstacles.js';
import { backPart, type PastPublications, wentBack, wentBackPart } from './goback.js';
import { diffPart } from './history.js';
import { type PlanCard, type PlanLine, type PlanShown, shownPlan } from './planlines.js';

/** What the page is made of. */
export interface PublishFacts {
  readonly planned: Planned;
  readonly state: TargetState;
  readonly targets: readonly string[];
  /** The name in the address. */
  readonly to: string | null;
  readonly mayPublish: boolean;
  readonly past: PastPublications;
  readonly asking: AskingFacts;
  /** By id. */
  readonly names: ReadonlyMap<string, string>;
}

/** How somebody else is asked to publish. */
export interface AskingFacts {
  /** Of this page, for whoever is asked. */
  readonly address: string;
  /** Whether a change can be sent to a branch by whoever looks. */
  readonly isReviewed: boolean;
}

/** Before the first experiment. */
export const nothingToPublish = (mayEdit: boolean): Html => html`
      <h1>Publish</h1>
      <div class="empty-card"><h2>Nothing waits</h2><p>There is no experiment yet. Once there is one, what publishing it does to visitors is shown here before they see it.</p>
        ${mayEdit ? html`<p><a class="button" href="/new">Make the first one</a></p>` : ''}</div>`;

/** The page's body. */
export function publishBody(facts: PublishFacts): Html {
  const { planned, mayPublish } = facts;
  const { isNoop } = planned;
  // That everything is off stands on top of the page, and at the button.
  const notes = planned.notes.filter(({ code }) => code !== 'off');
  return html`
      <h1>Publish</h1>
      ${targetsPart(facts)}
      ${placePart(facts)}
      ${notes.length ? html`<ul class="notes">${notes.map((note) => html`<li>${noteText(note)}</li>`)}</ul>` : ''}
      ${isNoop ? html`<div class="empty-card"><h2>Nothing waits</h2><p>Your site has all of this already. Change an experiment, and what that does to visitors is shown here before they see it.</p></div>` : waitingPlan(facts)}
      ${mayPublish ? backPart(facts.past, facts.to) : ''}`;
}

function waitingPlan(facts: PublishFacts): Html {
  const shown = shownPlan(facts.planned, facts.names);
  return html`
      ${facts.mayPublish ? publishForm(facts, shown) : html`<div class="card publish">${countsPart(shown)}${askPart(facts.asking)}</div>`}
      ${shown.cards.length ? planPart(shown) : html`<p>No experiment changes, but the files do: the tag is another one, or a name or its order changed.</p>`}`;
}

function targetsPart({ targets, to }: PublishFacts): Html {
  if (targets.length < 2) return html``;
  return html`<form class="filter" method="get" action="/publish"><label>Target <select name="to">${targets.map(
    (name) => html`<option${name === to ? { html: ' selected' } : ''}>${name}</option>`,
  )}</select></label><button>Show</button></form>`;
}

/** What only some people need: where it lies and what is there. */
function placePart({ planned, state, to }: PublishFacts): Html {
  const place = shown(planned.target.place);
  return html`<div class="quiet">To ${to === null ? html`<code>${place}</code>` : html`<strong>${to}</strong>`}${state.revision === null ? ', where nothing was published yet' : ''}.
        <details class="more in-line"><summary>Details</summary><span>${to === null ? '' : html`<code>${place}</code>`} ${state.revision === null ? '' : html`revision <code>${state.revision}</code>`}</span></details></div>`;
}

/** What is shown at once of a long plan. */
const SHOWN_CARDS = 20;

function planPart({ cards }: PlanShown): Html {
  const rest = cards.slice(SHOWN_CARDS);
  const isSafe = rest.every(({ lines }) => lines.every((one) => one.class === 'safe'));
  return html`<ul class="plan">${cards.slice(0, SHOWN_CARDS).map(cardPart)}</ul>
      ${rest.length ? html`<details class="rest"><summary>${rest.length} more ${nounOf(cards)}${isSafe ? ', all of them safe' : ''}</summary><ul class="plan">${rest.map(cardPart)}</ul></details>` : ''}`;
}

const ACTIONS = { add: 'New', change: 'Changed', remove: 'Taken out' } as const;

const cardPart = ({ id, kind, name, action, after, audience, lines }: PlanCard): Html => html`
        <li class="card"><header><h2>${kind === 'holdout' ? name : html`<a href="/experiments/${id}">${name}</a>`}</h2>
          <p class="quiet">${ACTIONS[action]}${kind === 'holdout' ? ' holdout' : after === null ? '' : `, ${after}`}</p></header>
          <ul class="changes">${lines.map((line) => linePart(line, audience))}</ul></li>`;

const CLASS_WORDS = {
  safe: ['safe', 'nobody loses what they see'],
  moves: ['moves visitors', 'some get another variant'],
  breaks: ['breaks the analysis', 'data before and after do not compare'],
} as const;

function linePart({ class: kind, words, reason, share, paths }: PlanLine, audience: string): Html {
  const [word, meaning] = CLASS_WORDS[kind];
  return html`<li><span class="class class-${kind}" title="${meaning}">${word}</span>
            <div>${words === null ? '' : html`<p><strong>${words.field}:</strong> ${words.values}</p>`}
            <p>${reason}${share === null ? '' : ` ${concernText(share, audience)}`}</p>
            ${words === null ? '' : html`<details class="more"><summary>Details</summary>${words.diff === null ? '' : diffPart(words.diff)}<p class="quiet">${paths.map((path, at) => html`${at ? ', ' : ''}<code>${path}</code>`)}</p></details>`}</div></li>`;
}

function concernText(share: number, audience: string): string {
  if (share === 0) return `This concerns no ${audience}.`;
  return share > 0.9995
    ? `This concerns all ${audience}.`
    : `This concerns ${percent(share).replace('.0%', '%')} of ${audience}.`;
}

/** For whoever may not publish. */
const askPart = ({ address, isReviewed }: AskingFacts): Html => html`
          <p>Publishing is for publishers. Send one of them the address of this page: <code class="token">${address}</code></p>
          ${isReviewed ? html`<p class="quiet">To have a change reviewed before it counts here, press <em>Save to a branch</em> below its form: it is sent to the repository, where others look at it and merge it.</p>` : ''}`;

const nounOf = (cards: readonly PlanCard[]): string =>
  cards.some(({ kind }) => kind === 'holdout') ? 'experiments and holdouts' : 'experiments';

/** `550 changes, all of them safe`, or how many of each kind. */
function countsPart({ cards, counts }: PlanShown): Html {
  const all = counts.safe + counts.moves + counts.breaks;
  if (!all) return html`<p><strong>A new version of the files</strong></p>`;
  const parts = [
    ...(counts.breaks
      ? [
          html`<span class="class class-breaks">${counts.breaks} break${counts.breaks > 1 ? '' : 's'} the analysis</span>`,
        ]
      : []),
    ...(counts.moves
      ? [html`<span class="class class-moves">${counts.moves} move${counts.moves > 1 ? '' : 's'} visitors</span>`]
      : []),
    ...(counts.safe
      ? [
          html`<span class="class class-safe">${counts.safe < all ? `${counts.safe} safe` : all > 1 ? 'all of them safe' : 'safe'}</span>`,
        ]
      : []),
  ];
  return html`<p class="counts"><strong>${plural(all, 'change')}</strong>${cards.length > 1 ? ` in ${cards.length} ${nounOf(cards)}` : ''} ${parts}</p>`;
}

function publishForm({ planned, state, past, to }: PublishFacts, plan: PlanShown): Html {
  const { moves, breaks } = plan.counts;
  const risks = moves + breaks;
  const back = wentBack(past);
  return html`<form class="card publish" method="post" action="/publish">
          <input type="hidden" name="base" value="${planned.target.base ?? ''}">
          <input type="hidden" name="proposed" value="${planned.rendered.release.release}">
          <input type="hidden" name="to" value="${to ?? ''}">
          ${countsPart(plan)}
          ${back ? wentBackPart(back) : ''}
          ${
            risks
              ? html`<p class="risk">${plural(risks, 'change')} would move visitors or break the analysis: they come first below.</p>
          <label class="check"><input type="checkbox" name="allow" value="yes" required> Publish all the same</label>
          <label>Why <span class="hint">kept in the history</span> <textarea name="reason" rows="2" required></textarea></label>`
              : html`<p>Whoever is in an experiment keeps what they see.</p>`
          }
          ${state.enabled ? '' : html`<p>No visitor gets this until everything is switched on again.</p>`}
          <button${back || !state.enabled ? '' : PRIMARY}>${back ? 'Publish again' : 'Publish'}</button></form>`;
}

const PRIMARY: Html = { html: ' class="primary"' };
