/** Shows what is so today: what runs and how it is, what waits to be published, and who changed what last. */

import { describeAudience, describeTrigger, liveStatus } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { shown } from '../../files/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { Planned } from '../../publishing/index.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Deed } from '../record.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { chip, dayText, numberCell, timeOf } from './page.js';
import { countsOfLines } from './planlines.js';
import { deedText, healthOf, personIn } from './words.js';

/** What the page is made of. */
export interface TodayFacts {
  readonly catalogue: Catalogue;
  readonly readout: TimedReadout | null;
  /** Null where it could not be made. */
  readonly planned: Planned | null;
  readonly deeds: readonly Deed[];
  /** Names of the targets. */
  readonly targets: readonly string[];
  readonly mayEdit: boolean;
  readonly now: number;
}

/** The page's body. */
export function todayBody(facts: TodayFacts): Html {
  const { catalogue, planned, deeds } = facts;
  const all = [...catalogue.experiments.values()];
  const running = all.filter(({ source }) => statusOf(source.raw) === 'running');
  return html`
      <div class="title"><h1>Today</h1>${all.length && facts.mayEdit ? html`<a class="button" href="/new">New experiment</a>` : ''}</div>
      ${catalogue.errors.length ? errorsPart(catalogue) : ''}
      ${planned ? waitingPart(planned, facts.targets) : ''}
      <section aria-labelledby="running" data-live="running"><h2 id="running">Running now</h2>
        ${running.length ? runningTable(running, facts) : emptyPart(all.length, facts.mayEdit)}
      </section>
      ${
        deeds.length
          ? html`<section aria-labelledby="changed"><h2 id="changed">Last changes</h2>
        <ul class="deeds">${deeds.slice(0, 8).map((deed) => deedLine(deed, catalogue))}</ul><p><a href="/history">All changes</a></p></section>`
          : ''
      }`;
}

const errorsPart = ({ errors }: Catalogue): Html => html`
      <div class="message message-bad" role="alert"><p>${plural(errors.length, 'error')} in the experiment files. Nothing can be published until they are corrected.</p>
        <ul>${errors.slice(0, 10).map(({ file, line, path, message }) => html`<li><code>${file}:${line}</code> ${path} ${message}</li>`)}</ul></div>`;

function waitingPart({ plan, isNoop, target }: Planned, targets: readonly string[]): Html {
  if (isNoop) return html``;
  const { moves, breaks } = countsOfLines(plan);
  const count = plan.experiments.length;
  const risk = moves + breaks;
  return html`<section class="waiting" aria-label="Waiting to be published">
        <p><strong>${count ? plural(count, 'experiment') : 'A new version of the files'} ${count > 1 ? 'wait' : 'waits'} to be published</strong> to ${targets.length === 1 ? (targets[0] ?? '') : shown(target.place)}.
        ${risk ? html`<span class="risk">${plural(risk, 'change')} would move visitors or break the analysis.</span>` : ''}</p>
        <a class="button" href="/publish">Look at the plan</a></section>`;
}

function runningTable(running: readonly FiledExperiment[], { readout, now, planned }: TodayFacts): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Running experiments"><table class="list">
          <thead><tr><th scope="col">Experiment</th><th scope="col">Status</th><th scope="col">Since</th><th scope="col" class="number">Days</th><th scope="col" class="number">Visitors</th><th scope="col">Health</th></tr></thead>
          <tbody>${running.map((filed) => runningRow(filed, readout, planned, now))}</tbody></table></div>
        <p class="quiet">${readout ? html`As of ${timeOf(readout.at)}.` : 'The events are being read.'}</p>`;
}

function runningRow(
  { id, source, experiment }: FiledExperiment,
  readout: TimedReadout | null,
  planned: Planned | null,
  now: number,
): Html {
  const result = readout?.results.find((one) => one.id === id);
  const health = healthOf(readout, id);
  const isLive = planned?.target.published.get(id)?.experiment.status !== 'draft' && planned?.target.published.has(id);
  const status = experiment ? liveStatus(experiment, now) : 'running';
  const where = experiment ? `${describeTrigger(experiment.trigger)}, ${describeAudience(experiment, now)}` : '';
  return html`<tr><th scope="row"><a href="/experiments/${id}">${source.raw.name}</a><span class="quiet where">${where}</span></th>
            <td>${chip(status)}${planned && !isLive ? html` <span class="chip chip-draft">not published</span>` : ''}</td>
            <td class="since">${result?.sinceMs ? dayText(result.sinceMs) : ''}</td>
            ${numberCell(daysText(result?.sinceMs ?? null, source.raw.endAt, now), 'days')}
            ${numberCell(result ? visitorsText(result.subjects, source.raw.plan?.subjects) : null, 'visitors')}
            <td><span class="health health-${health.state}">${health.text}</span>${source.raw.guard ? '' : html`<span class="quiet where">no guard</span>`}</td></tr>`;
}

const visitorsText = (subjects: number, planned: number | undefined): string =>
  `${subjects.toLocaleString('en')}${planned === undefined ? '' : ` of ${planned.toLocaleString('en')}`}`;

const DAY_MS = 86_400_000;

/** `5 of 14`, where the file says when it ends; null where nobody came yet. */
export function daysText(sinceMs: number | null, endAt: string | undefined, now: number): string | null {
  if (sinceMs === null) return null;
  const days = Math.max(1, Math.ceil((now - sinceMs) / DAY_MS));
  if (endAt === undefined) return String(days);
  return `${days} of ${Math.max(1, Math.ceil((Date.parse(endAt) - sinceMs) / DAY_MS))}`;
}

/** One line of a history. */
export const deedLine = (deed: Deed, catalogue: Catalogue): Html => html`<li>
          <span>${personIn(deed.who)} ${deedText(deed)}${deed.experiment === undefined ? '' : html` ${experimentLink(deed.experiment, catalogue)}`}${deed.state === 'done' ? '' : html` <em>(${deed.state === 'open' ? 'under way' : 'not done'})</em>`}${deed.reason === undefined ? '' : html`: ${deed.reason}`}</span>
          <span class="quiet">${timeOf(deed.at)}</span>${notesPart(deed)}</li>`;

/** An experiment whose file is gone has no page. */
function experimentLink(id: string, { experiments }: Catalogue): Html {
  const filed = experiments.get(id);
  return filed ? html`<a href="/experiments/${id}">${filed.source.raw.name}</a>` : html`${id}`;
}

/** That it is in the file, and not where one expects it besides. */
export const notesPart = ({ notes = [] }: Deed): Html =>
  notes.length ? html`<p class="deed-notes">${notes.join(' ')}</p>` : html``;

const emptyPart = (others: number, mayEdit: boolean): Html =>
  others
    ? html`<p class="quiet">Nothing runs. <a href="/experiments">${plural(others, 'experiment')}</a> can be started.</p>`
    : html`<div class="empty-card"><h3>No experiment yet</h3>
        <p>An experiment shows some visitors another version of a page, and counts what they do then. It is a small file beside your site; Studio writes it for you.</p>
        <ol><li>Name it, and say what you expect.</li><li>Describe the other version.</li><li>Look at it in a preview, then publish.</li></ol>
        ${mayEdit ? html`<p><a class="button" href="/new">Make the first one</a></p>` : ''}</div>`;
