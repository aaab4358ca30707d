/**
 * Shows results: the same cards as `fx results --html`, with switches that say what they promise, and the note that
 * ends an experiment.
 */

import { statusOf } from '../../core/index.js';
import { sizeText } from '../../files/index.js';
import { type Html, html, plural, unbroken } from '../../pages/index.js';
import { type Entry, factText, IN_STUDIO, type Result, reportCards } from '../../results/index.js';
import type { ReadoutProgress } from '../readout/asked.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { concludePart } from './conclude.js';
import { timeOf } from './page.js';
import { type ExperimentStanding, standingChips } from './standing.js';

/** What was asked for. */
export interface ResultsQuery {
  readonly experiment: string | null;
  /** Of the experiment; '' for the published one. */
  readonly phase: string;
  readonly by: string;
  readonly isSequential: boolean;
  readonly isAdjusted: boolean;
}

/** What the page is made of. */
export interface ResultsFacts {
  readonly readout: TimedReadout;
  readonly query: ResultsQuery;
  readonly catalogue: Catalogue;
  /** How experiments are for visitors, by id. */
  readonly standings: ReadonlyMap<string, ExperimentStanding>;
  /** Pictures that can be shown of an experiment: `<key>:<size>`. */
  readonly pictured: ReadonlyMap<string, ReadonlySet<string>>;
  readonly mayEdit: boolean;
}

/** Those that every page says; the configuration names more. */
const FACTS = ['device', 'language', 'isNew'];

/** The page's body. */
export function resultsBody({ readout, query, catalogue, standings, pictured, mayEdit }: ResultsFacts): Html {
  const filed = query.experiment === null ? null : (catalogue.experiments.get(query.experiment) ?? null);
  const standing = filed ? standings.get(filed.id) : undefined;
  const shown = readout.entries
    .map((entry) => asVisitorsMeet(entry, standings.get(entry.id)))
    .filter(({ result, heading }) => query.experiment !== null || result.subjects > 0 || heading.status === 'running')
    .map((entry) => withPictures(entry, pictured.get(entry.id)));
  return html`
      ${filed ? html`<p class="crumbs"><a href="/experiments/${filed.id}">${filed.source.raw.name}</a></p>` : ''}
      <div class="title"><h1>Results</h1>${standing ? standingChips(standing) : ''}</div>
      ${switches(query, catalogue.config.segments, query.experiment === null ? [] : (shown[0]?.result.phases ?? []))}
      <div data-live="results">${shown.length && !isUncounted(filed, shown) ? html`<div class="report">${reportCards(shown, IN_STUDIO)}</div>` : emptyPart(filed)}
      <div class="quiet">${readout.notes.map((note) => html`<p>${unbroken(note)}</p>`)}<p>As of ${timeOf(readout.at)}.</p></div></div>
      ${filed ? html`<p><a href="${csvOf(query)}">These figures as CSV</a></p>` : archivePart(catalogue)}
      ${filed && mayEdit ? concludePart(filed) : ''}`;
}

/** While events are counted. */
export function countingPart(counts: string, progress: ReadoutProgress | null): Html {
  if (progress === null) return html`Other figures are counted first, one after the other.`;
  const { read, of } = progress;
  const far =
    of === 0
      ? ''
      : read < of
        ? html` <span class="whole">${sizeText(read)}</span> of <span class="whole">${sizeText(of)}</span> are read.`
        : html` All <span class="whole">${sizeText(of)}</span> are read, and the figures are being computed.`;
  return html`The events are being counted by ${counts}.${far}${
    of === 0 ? '' : html`<progress max="${of}" value="${read}" aria-label="Events that are read"></progress>`
  }`;
}

/** As Studio serves them: the path of a file means nothing to a browser. */
const withPictures = (entry: Entry, pictured: ReadonlySet<string> | undefined): Entry => ({
  ...entry,
  variants: entry.variants.map((variant) => ({
    ...variant,
    image: pictured?.has(`${variant.key}:desktop`) ? `/experiments/${entry.id}/image/${variant.key}` : null,
  })),
});

const CHECKED: Html = { html: ' checked' };
const SELECTED: Html = { html: ' selected' };

/** @param own facts that the configuration names @param phases of the one experiment that is asked for */
const switches = (
  { experiment, phase, by, isSequential, isAdjusted }: ResultsQuery,
  own: readonly string[],
  phases: Result['phases'],
): Html => html`
      <form class="filter" method="get" action="${experiment === null ? '/results' : `/results/${experiment}`}">
        <label>Segments <select name="by"><option value="">everyone together</option>${[...new Set([...FACTS, ...own])].map((fact) => html`<option value="${fact}"${fact === by ? SELECTED : ''}>${factText(fact)}</option>`)}</select></label>
        ${phaseChoice(phase, phases)}
        <label class="check"><input type="checkbox" name="sequential" value="yes"${isSequential ? CHECKED : ''}> Read before its end <span class="hint">intervals hold at every look, and are wider</span></label>
        <label class="check"><input type="checkbox" name="adjust" value="yes"${isAdjusted ? CHECKED : ''}> Adjust for what visitors did before the test <span class="hint">intervals are narrower where visitors had come before</span></label>
        <button>Show</button></form>`;

/** Where visitors began in several, or in another one than is published. */
function phaseChoice(chosen: string, phases: Result['phases']): Html {
  const known = phases.flatMap(({ phase, subjects }) => (phase === null ? [] : [{ phase, subjects }]));
  if (known.length < 2 && !chosen) return html``;
  return html`<label>Phase <select name="phase"><option value="">the published one</option>${known.map(({ phase, subjects }) => html`<option value="${phase}"${phase === chosen ? SELECTED : ''}>${phase}, ${plural(subjects, 'visitor')}</option>`)}</select></label>`;
}

function csvOf({ experiment, phase, by, isSequential, isAdjusted }: ResultsQuery): string {
  const asked = new URLSearchParams({
    ...(phase && { phase }),
    ...(by && { by }),
    ...(isSequential && { sequential: 'yes' }),
    ...(isAdjusted && { adjust: 'yes' }),
  });
  return `/results/${experiment ?? ''}/csv${asked.size ? `?${asked}` : ''}`;
}

function archivePart({ experiments }: Catalogue): Html {
  const ended = [...experiments.values()].filter(({ source }) => statusOf(source.raw) === 'archived').length;
  return ended
    ? html`<p><a href="/experiments?status=archived">${plural(ended, 'experiment')} that ended, and what was learned</a></p>`
    : html``;
}

/** The heading of a card has the status of the file. */
const asVisitorsMeet = (entry: Entry, standing: ExperimentStanding | undefined): Entry =>
  standing ? { ...entry, heading: { ...entry.heading, status: standing.status } } : entry;

/** A draft that nobody was in has no figures: a table of zeros would say nothing. */
const isUncounted = (filed: FiledExperiment | null, shown: readonly Entry[]): boolean =>
  filed?.source.raw.status === 'draft' && shown.every(({ result }) => result.subjects === 0);

const emptyPart = (filed: FiledExperiment | null): Html =>
  filed?.source.raw.status === 'draft'
    ? html`
      <div class="empty-card"><h2>It is a draft: nobody is counted yet</h2>
        <p>Start it and publish it. Results appear here once visitors have seen it and pages send what they did.</p><p><a class="button" href="/experiments/${filed.id}">Look at what it lacks</a></p></div>`
    : html`
      <div class="empty-card"><h2>No visitor was counted yet</h2>
        <p>Results appear here once an experiment is published and pages send what visitors saw. <a href="/settings#collector">Where events are sent</a></p></div>`;
