/** Shows the list of all experiments, with a search, and the form for a new one. */

import { type Html, html, plural } from '../../pages/index.js';
import { repairPath } from '../broken.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { numberCell } from './page.js';
import { pageOfList } from './paging.js';
import { type ExperimentStanding, type Meeting, standingChips, standingsOf, unknownNote } from './standing.js';
import { errorsPart } from './today.js';
import { healthOf, healthPart } from './words.js';

/** What was asked of the list. */
export interface ListQuery {
  readonly text: string;
  readonly status: string;
  /** Which page of the list, as the address says it. */
  readonly page?: string | undefined;
}

/** What the list is made of. */
export interface ListFacts {
  readonly catalogue: Catalogue;
  readonly meeting: Meeting;
  readonly readout: TimedReadout | null;
  readonly query: ListQuery;
  readonly mayEdit: boolean;
  readonly now: number;
}

const WAITS = 'waits to be published';
const ERROR = 'has an error';
/** In the order of the list. */
const STATUSES = [
  ...['running', 'switched off', 'scheduled', 'ended', 'not published', 'paused', 'draft', 'not known', 'archived'],
] as const;
/** What can be asked for: the status for visitors, or in the file, and what is to be done. */
const CHOICES = ['running', 'scheduled', 'ended', 'paused', 'draft', 'archived', 'not published', WAITS, ERROR];

/** The page's body. */
export function experimentsBody(facts: ListFacts): Html {
  const { query, mayEdit, catalogue, meeting } = facts;
  const all = rowsOf(facts);
  const found = all.filter((row) => matchesQuery(row, query)).sort(byStatus);
  const isPart = found.length < all.length;
  const words = html`${plural(found.length, 'experiment')}${isPart ? ` of ${all.length}` : ''}`;
  const asked = { page: query.page, path: '/experiments', query: { q: query.text, status: query.status }, words };
  const { items, count, links } = pageOfList(found, asked);
  return html`
      <div class="title"><h1>Experiments</h1>${mayEdit ? html`<a class="button" href="/new">New experiment</a>` : ''}</div>
      ${unknownNote(meeting)}
      ${catalogue.errors.length ? errorsPart(catalogue) : ''}
      ${
        all.length
          ? html`<form class="filter" role="search" method="get" action="/experiments">
        <label>Search <input type="search" name="q" value="${query.text}" placeholder="name, owner, tag, what was learned"></label>
        <label>Status <select name="status"><option value="">all</option>${CHOICES.map((status) => html`<option${status === query.status ? SELECTED : ''}>${status}</option>`)}</select></label>
        <button>Search</button>${isPart ? html`<a href="/experiments">Show all</a>` : ''}</form>
      ${count}
      ${found.length ? html`${table(items, facts.readout)}${links}` : html`<p>No experiment has ${query.text ? 'these words' : 'this status'}${query.text && query.status ? ` and is ${query.status}` : ''}.</p>`}`
          : noneYet(mayEdit)
      }`;
}

const SELECTED: Html = { html: ' selected' };

/** One line of the list. */
interface Row {
  readonly id: string | null;
  readonly name: string;
  readonly standing: ExperimentStanding;
  readonly filed: FiledExperiment | undefined;
}

/** Those with an error and those whose file is gone, too. */
function rowsOf({ catalogue, meeting, now }: ListFacts): readonly Row[] {
  const { experiments, broken } = catalogue;
  const published = 'why' in meeting ? null : meeting.experiments;
  const known = [...standingsOf(catalogue, meeting, now)].map(([id, standing]): Row => {
    const filed = experiments.get(id);
    const part = filed ? undefined : broken.find((one) => one.id === id);
    const name = filed?.source.raw.name ?? part?.name ?? published?.get(id)?.experiment.name ?? id;
    return { id, name, standing, filed };
  });
  const listed = new Set(known.flatMap(({ id, standing }) => (standing.errorAt !== null && id !== null ? [id] : [])));
  const unnamed = broken.flatMap((part): Row[] => {
    const [first] = part.errors;
    // The other one of two ids alike is listed by its file.
    if (!first || (part.id !== null && listed.has(part.id) && !experiments.has(part.id))) return [];
    const standing = { status: 'not known', filed: null, waits: null, errorAt: repairPath(part.path, first.line) };
    return [{ id: null, name: part.name, standing, filed: undefined }];
  });
  return [...known, ...unnamed];
}

function matchesQuery({ id, name, standing, filed }: Row, { text, status }: ListQuery): boolean {
  const isAsked =
    status === '' ||
    standing.status === status ||
    standing.filed === status ||
    (status === WAITS && standing.waits !== null) ||
    (status === ERROR && standing.errorAt !== null);
  if (!isAsked) return false;
  const { description = '', hypothesis = '', owners = [], tags = [], conclusion } = filed?.source.raw ?? {};
  const words = [id ?? '', name, description, hypothesis, ...owners, ...tags, ...Object.values(conclusion ?? {})]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}

const rank = ({ standing }: Row): number =>
  standing.errorAt === null ? STATUSES.indexOf(standing.status as (typeof STATUSES)[number]) : -1;
const byStatus = (a: Row, b: Row): number => rank(a) - rank(b) || ((a.id ?? a.name) < (b.id ?? b.name) ? -1 : 1);

const table = (found: readonly Row[], readout: TimedReadout | null): Html => html`
      <div class="scroll" tabindex="0" role="region" aria-label="Experiments"><table class="list">
        <thead><tr><th scope="col">Experiment</th><th scope="col">Status</th><th scope="col" class="number">Visitors</th><th scope="col">Health</th><th scope="col">Owners</th></tr></thead>
        <tbody>${found.map((one) => rowPart(one, readout))}</tbody></table></div>`;

function rowPart({ id, name, standing, filed }: Row, readout: TimedReadout | null): Html {
  const { owners = [], conclusion } = filed?.source.raw ?? {};
  const result = readout?.results.find((one) => one.id === id);
  const how =
    id !== null && standing.status === 'running'
      ? healthPart(healthOf(readout, id))
      : html`<span class="quiet">${conclusion?.reason ?? conclusion?.learning ?? ''}</span>`;
  const path = id === null ? (standing.errorAt ?? '') : `/experiments/${id}`;
  return html`<tr><th scope="row"><a href="${path}">${name}</a>${id === null ? '' : html`<span class="quiet where"><code>${id}</code></span>`}</th><td>${standingChips(standing)}</td>
          ${numberCell(result?.subjects ? result.subjects.toLocaleString('en') : null, 'visitors')}<td class="text">${how}</td><td class="quiet text">${owners.join(', ')}</td></tr>`;
}

const noneYet = (mayEdit: boolean): Html => html`
      <div class="empty-card"><h2>No experiment yet</h2>
        <p>An experiment shows some visitors another version of a page, and counts what they do then. Once there is one, it is listed here with its status, its visitors and how it does.</p>
        ${mayEdit ? html`<p><a class="button" href="/new">Make the first one</a></p>` : html`<p class="quiet">Editors make them.</p>`}</div>`;
