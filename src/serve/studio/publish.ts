/**
 * Shows what would be published: the plan as sentences, and the buttons that carry it out, go back, or switch
 * everything off and on.
 */

import type { ExperimentPlan, PlannedChange } from '../../authoring/index.js';
import { shown } from '../../files/index.js';
import { type Html, html, percent, plural } from '../../pages/index.js';
import type { Planned } from '../../publishing/index.js';
import { noteText } from '../obstacles.js';
import type { TargetState } from '../publications.js';

/** What the page is made of. */
export interface PublishFacts {
  readonly planned: Planned;
  readonly state: TargetState;
  readonly targets: readonly string[];
  /** The name in the address. */
  readonly to: string | null;
  readonly mayPublish: boolean;
  /** By id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Before the first experiment. */
export const nothingToPublish = (mayEdit: boolean): Html => html`
      <h1>Publish</h1>
      <div class="empty-card"><h2>Nothing waits</h2><p>There is no experiment yet. Once there is one, what publishing it does to visitors is shown here before they see it.</p>
        ${mayEdit ? html`<p><a class="button" href="/new">Make the first one</a></p>` : ''}</div>`;

/** The page's body. */
export function publishBody(facts: PublishFacts): Html {
  const { planned, state, mayPublish, to, names } = facts;
  const { plan, isNoop, notes, target } = planned;
  return html`
      <h1>Publish</h1>
      ${targetsPart(facts)}
      <p class="quiet">To ${to === null ? html`<code>${shown(target.place)}</code>` : html`<strong>${to}</strong> (<code>${shown(target.place)}</code>)`}, ${state.revision === null ? 'where nothing was published yet' : html`which holds revision <code>${state.revision}</code>`}${state.enabled ? '' : ' and is off'}.</p>
      ${notes.length ? html`<ul class="notes">${notes.map((note) => html`<li>${noteText(note)}</li>`)}</ul>` : ''}
      ${
        isNoop
          ? html`<div class="empty-card"><h2>Nothing waits</h2><p>Your site has all of this already. Change an experiment, and what that does to visitors is shown here before they see it.</p></div>`
          : html`${plan.experiments.length ? html`<ul class="plan">${plan.experiments.map((one) => experimentPart(one, names.get(one.id) ?? one.id))}</ul>` : html`<p>No experiment changes, but the files do: the tag is another one, or a name or its order changed.</p>`}
        ${mayPublish ? publishForm(facts) : html`<p class="quiet">Publishing is for publishers: ask one of them to look at this page.</p>`}`
      }
      ${mayPublish ? backPart(facts) : ''}`;
}

function targetsPart({ targets, to }: PublishFacts): Html {
  if (targets.length < 2) return html``;
  return html`<form class="filter" method="get" action="/publish"><label>Target <select name="to">${targets.map(
    (name) => html`<option${name === to ? { html: ' selected' } : ''}>${name}</option>`,
  )}</select></label><button>Show</button></form>`;
}

const ACTIONS = { add: 'New', change: 'Changed', remove: 'Taken out' } as const;

const experimentPart = (
  { id, kind, action, before, after, audience, changes }: ExperimentPlan,
  name: string,
): Html => html`
        <li class="card"><header><h2>${kind === 'holdout' ? name : html`<a href="/experiments/${id}">${name}</a>`}</h2> <code>${id}</code>
          <p class="quiet">${ACTIONS[action]}${before !== null && after !== null && before !== after ? `: ${before} → ${after}` : ''}</p></header>
          <ul class="changes">${changes.map((one) => changePart(one, audience))}</ul></li>`;

const CLASSES = {
  safe: ['safe', 'nobody loses what they see'],
  moves: ['moves visitors', 'some get another variant'],
  breaks: ['breaks the analysis', 'data before and after do not compare'],
} as const;

function changePart({ path, before, after, class: kind, reason, share }: PlannedChange, audience: string): Html {
  const [word, meaning] = CLASSES[kind];
  return html`<li><span class="class class-${kind}" title="${meaning}">${word}</span>
            <div><p>${reason}${share === null ? '' : html` <span class="figure">${share > 0.9995 ? 'All' : percent(share)}</span> of ${audience}.`}</p>
            <p class="quiet"><code>${path}</code> ${valueText(before)} → ${valueText(after)}</p></div></li>`;
}

const SHORT = 80;

function valueText(value: unknown): Html {
  if (value === undefined) return html`<span>none</span>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHORT || text.includes('\n')
    ? html`<details class="value"><summary>${text.slice(0, SHORT)}…</summary><pre>${text}</pre></details>`
    : html`<code>${text}</code>`;
}

function publishForm({ planned, to }: PublishFacts): Html {
  const { moves, breaks } = planned.plan.counts;
  const risks = moves + breaks;
  return html`<form class="card publish" method="post" action="/publish">
          <input type="hidden" name="base" value="${planned.target.base ?? ''}">
          <input type="hidden" name="to" value="${to ?? ''}">
          ${
            risks
              ? html`<p class="risk">${plural(risks, 'change')} above would move visitors or break the analysis.</p>
          <label class="check"><input type="checkbox" name="allow" value="yes" required> Publish all the same</label>
          <label>Why <span class="hint">kept in the history</span> <textarea name="reason" rows="2" required></textarea></label>`
              : html`<p>All of this is safe: whoever is in an experiment keeps what they see.</p>`
          }
          <button class="primary">Publish</button></form>`;
}

function backPart({ state, to }: PublishFacts): Html {
  const [before] = state.history;
  const hidden = html`<input type="hidden" name="to" value="${to ?? ''}">`;
  return html`<section aria-labelledby="back"><h2 id="back">Go back</h2>
        ${
          before === undefined
            ? html`<p class="quiet">There is no earlier revision yet.</p>`
            : html`<details class="drop"><summary>Roll back</summary><form method="post" action="/rollback">${hidden}
          <label>To revision <select name="revision">${state.history.map((revision) => html`<option>${revision}</option>`)}</select></label>
          <p>Visitors get what that revision held. The files of your experiments stay as they are.</p>
          <button class="danger">Roll back</button></form></details>`
        }</section>`;
}
