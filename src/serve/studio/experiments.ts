/** Shows the list of all experiments, with a search, and the form for a new one. */

import { statusOf } from '../../core/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { idFault } from './naming.js';
import { chip, numberCell } from './page.js';
import { pageOfList } from './paging.js';
import { healthOf } from './words.js';

/** What was asked of the list. */
export interface ListQuery {
  readonly text: string;
  readonly status: string;
  /** Which page of the list, as the address says it. */
  readonly page?: string | undefined;
}

const STATUSES = ['running', 'draft', 'paused', 'archived'];

/** The page's body. */
export function experimentsBody(
  catalogue: Catalogue,
  readout: TimedReadout | null,
  query: ListQuery,
  mayEdit: boolean,
): Html {
  const all = [...catalogue.experiments.values()];
  const found = all.filter((filed) => matchesQuery(filed, query)).sort(byStatus);
  const words = html`${plural(found.length, 'experiment')}${found.length < all.length ? ` of ${all.length}` : ''}`;
  const asked = { page: query.page, path: '/experiments', query: { q: query.text, status: query.status }, words };
  const { items, count, links } = pageOfList(found, asked);
  return html`
      <div class="title"><h1>Experiments</h1>${mayEdit ? html`<a class="button" href="/new">New experiment</a>` : ''}</div>
      <form class="filter" role="search" method="get" action="/experiments">
        <label>Search <input type="search" name="q" value="${query.text}" placeholder="name, owner, tag, what was learned"></label>
        <label>Status <select name="status"><option value="">all</option>${STATUSES.map((status) => html`<option${status === query.status ? SELECTED : ''}>${status}</option>`)}</select></label>
        <button>Search</button></form>
      ${count}
      ${found.length ? html`${table(items, readout)}${links}` : html`<p class="quiet">${all.length ? 'No experiment is like that.' : 'There is no experiment yet.'}</p>`}`;
}

const SELECTED: Html = { html: ' selected' };

function matchesQuery({ id, source }: FiledExperiment, { text, status }: ListQuery): boolean {
  const {
    name,
    description = '',
    hypothesis = '',
    owners = [],
    tags = [],
    conclusion,
    status: own = 'running',
  } = source.raw;
  if (status && own !== status) return false;
  const words = [id, name, description, hypothesis, ...owners, ...tags, ...Object.values(conclusion ?? {})]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

const rank = ({ source }: FiledExperiment): number => STATUSES.indexOf(statusOf(source.raw));
const byStatus = (a: FiledExperiment, b: FiledExperiment): number => rank(a) - rank(b) || (a.id < b.id ? -1 : 1);

const table = (found: readonly FiledExperiment[], readout: TimedReadout | null): Html => html`
      <div class="scroll" tabindex="0" role="region" aria-label="Experiments"><table class="list">
        <thead><tr><th scope="col">Experiment</th><th scope="col">Status</th><th scope="col" class="number">Visitors</th><th scope="col">Health</th><th scope="col">Owners</th></tr></thead>
        <tbody>${found.map((filed) => row(filed, readout))}</tbody></table></div>`;

function row({ id, source }: FiledExperiment, readout: TimedReadout | null): Html {
  const { name, status = 'running', owners = [], conclusion } = source.raw;
  const result = readout?.results.find((one) => one.id === id);
  const health = healthOf(readout, id);
  const how =
    status === 'running'
      ? html`<span class="health health-${health.state}">${health.text}</span>`
      : html`<span class="quiet">${conclusion?.reason ?? conclusion?.learning ?? ''}</span>`;
  return html`<tr><th scope="row"><a href="/experiments/${id}">${name}</a><span class="quiet where"><code>${id}</code></span></th><td>${chip(status)}</td>
          ${numberCell(result?.subjects ? result.subjects.toLocaleString('en') : null, 'visitors')}<td class="text">${how}</td><td class="quiet text">${owners.join(', ')}</td></tr>`;
}

/** What was typed into the form for a new one. */
export type NewFields = Readonly<
  Partial<
    Record<
      'name' | 'key' | 'hypothesis' | 'variant' | 'share' | 'metric' | 'event' | 'where' | 'selector' | 'value',
      string
    >
  >
>;

/** The form for a new one: the few things that an experiment cannot do without. */
export const newBody = (fields: NewFields): Html => html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <h1>New experiment</h1>
      <form class="form" method="post" action="/experiments">
        <fieldset><legend>The idea</legend>
          <label>Name of the experiment <input name="name" required maxlength="255" value="${fields.name ?? ''}" placeholder="Headline of the home page"></label>
          <label>Hypothesis <textarea name="hypothesis" rows="3" placeholder="If we say what is new, more people look at a product, because …">${fields.hypothesis ?? ''}</textarea></label>
          <label>Id <span class="hint">lower-case words joined by hyphens, such as pricing-headline; left out, it is made of the name</span> <input name="key" maxlength="64" autocapitalize="none" spellcheck="false" value="${fields.key ?? ''}"${idFault(fields.key) === undefined ? '' : { html: ' aria-invalid="true" autofocus' }}></label>
        </fieldset>
        <fieldset><legend>The other version</legend><p class="hint">Leave element and text empty to change the page by clicks afterwards.</p>
          <label>Name of this version <input name="variant" required value="${fields.variant ?? 'Variant'}"></label>
          <div class="pair"><label>Element <span class="hint">a CSS selector</span> <input name="selector" value="${fields.selector ?? ''}" placeholder="h1"></label>
          <label>New text <input name="value" value="${fields.value ?? ''}"></label></div>
        </fieldset>
        <fieldset><legend>Where and for whom</legend>
          <div class="pair"><label>Pages whose address has <span class="hint">/ is the home page; left out: every page</span> <input name="where" value="${fields.where ?? ''}" placeholder="/product"></label>
          <label>Share of visitors, % <input name="share" type="number" min="0" max="100" step="1" value="${fields.share ?? '100'}"></label></div>
        </fieldset>
        <fieldset><legend>What decides</legend>
          <div class="pair"><label>Name of the metric <input name="metric" value="${fields.metric ?? ''}" placeholder="Orders"></label>
          <label>Event <span class="hint">as your pages send it</span> <input name="event" value="${fields.event ?? ''}" placeholder="purchase"></label></div>
        </fieldset>
        <p class="row"><button class="primary">Make a draft</button><a href="/experiments">Cancel</a></p>
        <p class="quiet">A draft is seen in previews only.</p>
      </form>`;
