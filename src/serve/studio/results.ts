/** Results: the same cards as `fx results --html`, with switches that say what they promise. */

import { type Html, html } from '../../pages/index.js';
import { reportCards } from '../../results/index.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Catalogue } from '../workspace.js';
import { timeOf } from './page.js';

/** What was asked for. */
export interface ResultsQuery {
  readonly experiment: string | null;
  readonly by: string;
  readonly isSequential: boolean;
  readonly isAdjusted: boolean;
}

const FACTS = ['device', 'language', 'isNew'];

/** The page's body. */
export function resultsBody(readout: TimedReadout, query: ResultsQuery, catalogue: Catalogue): Html {
  const name =
    query.experiment === null
      ? null
      : (catalogue.experiments.get(query.experiment)?.source.raw.name ?? query.experiment);
  const shown = readout.entries.filter(
    ({ result, heading }) => query.experiment !== null || result.subjects > 0 || heading.status === 'running',
  );
  return html`
      ${query.experiment === null ? '' : html`<p class="crumbs"><a href="/experiments/${query.experiment}">${name ?? ''}</a></p>`}
      <h1>Results</h1>
      ${switches(query)}
      ${shown.length ? html`<div class="report">${reportCards(shown)}</div>` : emptyPart()}
      <div class="quiet">${readout.notes.map((note) => html`<p>${note}</p>`)}<p>As of ${timeOf(readout.at)}.</p></div>`;
}

const CHECKED: Html = { html: ' checked' };
const SELECTED: Html = { html: ' selected' };

const switches = ({ experiment, by, isSequential, isAdjusted }: ResultsQuery): Html => html`
      <form class="filter" method="get" action="${experiment === null ? '/results' : `/results/${experiment}`}">
        <label>By <select name="by"><option value="">everyone together</option>${FACTS.map((fact) => html`<option value="${fact}"${fact === by ? SELECTED : ''}>${fact}</option>`)}</select></label>
        <label class="check"><input type="checkbox" name="sequential" value="yes"${isSequential ? CHECKED : ''}> Look any time <span class="hint">intervals hold at every look, and are wider</span></label>
        <label class="check"><input type="checkbox" name="adjust" value="yes"${isAdjusted ? CHECKED : ''}> Use what visitors did before <span class="hint">narrower where they came before</span></label>
        <button>Show</button></form>`;

const emptyPart = (): Html => html`
      <div class="empty-card"><h2>No visitor was counted yet</h2>
        <p>Results appear here once an experiment is published and pages send what visitors saw. <a href="/settings#collector">Where events are sent</a></p></div>`;
