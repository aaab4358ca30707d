/** Shows what is so today: what runs and how it is, what waits to be published, and who changed what last. */

import { describeAudience, describeTrigger } from '../../authoring/index.js';
import type { Experiment } from '../../core/index.js';
import { shown } from '../../files/index.js';
import { dayText, type Html, html, plural } from '../../pages/index.js';
import type { Planned } from '../../publishing/index.js';
import { repairPath } from '../broken.js';
import type { GuardTrouble } from '../house.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Deed } from '../record.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';
import { firstSteps } from './firststeps.js';
import { numberCell, timeOf } from './page.js';
import { countsOfLines } from './planlines.js';
import { type ExperimentStanding, type Meeting, standingChips, standingsOf, unknownNote } from './standing.js';
import { deedText, healthOf, healthPart, personIn } from './words.js';

/** What the page is made of. */
export interface TodayFacts {
  readonly catalogue: Catalogue;
  readonly readout: TimedReadout | null;
  /** Null where it could not be made. */
  readonly planned: Planned | null;
  readonly meeting: Meeting;
  readonly deeds: readonly Deed[];
  /** Names of the targets. */
  readonly targets: readonly string[];
  readonly mayEdit: boolean;
  /** What keeps the guard from its work; null where nothing does. */
  readonly guardTrouble: GuardTrouble | null;
  /** The address of the site; null where nobody has named it. */
  readonly site: string | null;
  readonly now: number;
}

/** Whoever relies on the guard has to know. */
const guardNote = (trouble: GuardTrouble | null): Html =>
  trouble === null
    ? html``
    : html`<p class="message message-bad">The guard could not do its work since ${timeOf(trouble.since)}: ${trouble.message.replace(/\.$/, '')}.</p>`;

/** The page's body. */
export function todayBody(facts: TodayFacts): Html {
  const { catalogue, planned, deeds, meeting } = facts;
  const rows = rowsOf(facts);
  const inSection = (wanted: string): readonly Row[] => rows.filter((row) => sectionOf(row.standing) === wanted);
  const running = inSection('Running now');
  const count = catalogue.experiments.size + catalogue.broken.length;
  return html`
      <div class="title"><h1>Today</h1>${count && facts.mayEdit ? html`<a class="button" href="/new">New experiment</a>` : ''}</div>
      ${unknownNote(meeting)}
      ${guardNote(facts.guardTrouble)}
      ${catalogue.errors.length ? errorsPart(catalogue) : ''}
      ${planned ? waitingPart(planned, facts.targets) : ''}
      <section aria-labelledby="running" data-live="running"><h2 id="running">Running now</h2>
        ${running.length ? rowsTable('Running experiments', running, facts) : firstSteps(count, facts)}
        ${running.length ? asOf(facts.readout) : ''}
      </section>
      ${OTHER_SECTIONS.map((title) => {
        const others = inSection(title);
        return others.length
          ? html`<section data-live="${title}"><h2>${title}</h2>${rowsTable(title, others, facts)}</section>`
          : '';
      })}
      ${
        deeds.length
          ? html`<section aria-labelledby="changed"><h2 id="changed">Last changes</h2>
        <ul class="deeds">${deeds.slice(0, 8).map((deed) => deedLine(deed, catalogue))}</ul><p><a href="/history">All changes</a></p></section>`
          : ''
      }`;
}

/** One experiment, with what visitors have of it where that is known. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly standing: ExperimentStanding;
  readonly filed: FiledExperiment | undefined;
  readonly met: Experiment | null;
}

/** Every one that may stand here; nobody waits for drafts and archived ones. */
function rowsOf({ catalogue, meeting, now }: TodayFacts): readonly Row[] {
  return [...standingsOf(catalogue, meeting, now)].flatMap(([id, standing]) => {
    if (sectionOf(standing) === null) return [];
    const filed = catalogue.experiments.get(id);
    const published = 'why' in meeting ? null : (meeting.experiments.get(id)?.experiment ?? null);
    const met = published?.status === 'draft' || !published ? (filed?.experiment ?? null) : published;
    return [{ id, name: filed?.source.raw.name ?? met?.name ?? id, standing, filed, met }];
  });
}

const OTHER_SECTIONS = ['Started, not published yet', 'Starts later', 'Over by its dates'] as const;

/** By what visitors meet; null for what nobody looks for here. */
function sectionOf({ status, filed }: ExperimentStanding): 'Running now' | (typeof OTHER_SECTIONS)[number] | null {
  if (status === 'running' || status === 'switched off') return 'Running now';
  if (status === 'scheduled') return 'Starts later';
  if (status === 'ended') return 'Over by its dates';
  const isStarted = filed === 'running' || filed === 'scheduled';
  return status === 'not published' && isStarted ? 'Started, not published yet' : null;
}

const MOST_ERRORS = 10;

/** Each leads to its line. */
export const errorsPart = ({ errors }: Pick<Catalogue, 'errors'>): Html => html`
      <div class="message message-bad" role="alert"><p>${plural(errors.length, 'error')} in the experiment files. Nothing can be published until ${errors.length > 1 ? 'they are' : 'it is'} corrected. Visitors keep what they have.</p>
        <ul>${errors.slice(0, MOST_ERRORS).map(({ file, line, path, message }) => html`<li><a href="${repairPath(file, line)}">${file}, line ${line}</a>: ${path} ${message}</li>`)}</ul>
        ${errors.length > MOST_ERRORS ? html`<p>And ${errors.length - MOST_ERRORS} more.</p>` : ''}</div>`;

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

function rowsTable(label: string, rows: readonly Row[], facts: TodayFacts): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="list">
          <thead><tr><th scope="col">Experiment</th><th scope="col">Status</th><th scope="col">Since</th><th scope="col" class="number">Days</th><th scope="col" class="number">Visitors</th><th scope="col">Health</th></tr></thead>
          <tbody>${rows.map((row) => rowPart(row, facts))}</tbody></table></div>`;
}

const asOf = (readout: TimedReadout | null): Html =>
  html`<p class="quiet">${readout ? html`As of ${timeOf(readout.at)}.` : 'The events are being read.'}</p>`;

function rowPart({ id, name, standing, filed, met }: Row, { readout, now }: TodayFacts): Html {
  const result = readout?.results.find((one) => one.id === id);
  const raw = filed?.source.raw;
  const where = met ? `${describeTrigger(met.trigger)}, ${describeAudience(met, now)}` : '';
  return html`<tr><th scope="row"><a href="/experiments/${id}">${name}</a><span class="quiet where">${where}</span></th>
            <td>${standingChips(standing)}</td>
            <td class="since">${result?.sinceMs ? dayText(result.sinceMs) : ''}</td>
            ${numberCell(daysText(result?.sinceMs ?? null, met?.endAt, now), 'days')}
            ${numberCell(result ? visitorsText(result.subjects, raw?.plan?.subjects) : null, 'visitors')}
            <td>${standing.status === 'running' ? healthPart(healthOf(readout, id)) : ''}${raw && !raw.guard ? html`<span class="quiet where">no guard</span>` : ''}</td></tr>`;
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
