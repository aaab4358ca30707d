/**
 * Shows one experiment: what is tested, where and for whom it runs, its variants, its history, and what can be done
 * with it.
 */

import { renderSVG } from 'uqr';
import { defaultControl } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { type Html, html, unbroken } from '../../pages/index.js';
import { pageOn } from '../../shot/index.js';
import { mayAs, type StudioRole } from '../access/roles.js';
import { weightsOf } from '../api/model.js';
import type { CameraState } from '../camera.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Deed } from '../record.js';
import type { FiledExperiment } from '../workspace.js';
import { audiencePart, metricsPart } from './about.js';
import { actionsPart } from './actions.js';
import { cameraPart, picturePart } from './gallery.js';
import { deedsPart } from './history.js';
import { linesPart } from './lines.js';
import { progressText, readinessPart } from './readiness.js';
import { type ExperimentStanding, type Meeting, standingChips, unknownNote } from './standing.js';
import { healthOf, healthPart } from './words.js';

/** What the page is made of. */
export interface ExperimentFacts {
  readonly filed: FiledExperiment;
  readonly others: readonly FiledExperiment[];
  readonly camera: CameraState | null;
  /** The pictures that can be shown: `<key>:<size>`. */
  readonly pictured: ReadonlySet<string>;
  /** Those that are the same as the picture of a variant before, with its name. */
  readonly alike: ReadonlyMap<string, string>;
  readonly readout: TimedReadout | null;
  readonly deeds: readonly Deed[];
  readonly role: StudioRole;
  /** Where previews open; null where the configuration names no site. */
  readonly site: string | null;
  readonly previewToken: string | null;
  readonly standing: ExperimentStanding;
  readonly meeting: Meeting;
  readonly now: number;
}

/** The page's body. */
export function experimentBody(facts: ExperimentFacts): Html {
  const { filed, readout, role, standing } = facts;
  const { raw } = filed.source;
  const status = statusOf(raw);
  const isOver = status === 'archived' || standing.filed === 'ended';
  const isRunning = standing.status === 'running';
  return html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <div class="title"><h1>${raw.name}</h1>${standingChips(standing)}
        ${mayAs(role, 'editor') ? html`<span class="actions"><a class="button" href="/experiments/${filed.id}/edit">Change</a><a class="button" href="/experiments/${filed.id}/page">Edit on the page</a><a class="button" href="/results/${filed.id}">Results</a></span>` : html`<span class="actions"><a class="button" href="/results/${filed.id}">Results</a></span>`}</div>
      <p class="quiet"><code>${filed.id}</code></p>
      ${unknownNote(facts.meeting)}
      ${standing.waits === null ? '' : html`<p class="waiting-note">${waitsSentence(standing)} <a href="/publish">Look at the plan</a></p>`}
      ${raw.conclusion ? conclusionPart(raw.conclusion) : ''}
      ${raw.hypothesis || raw.description ? html`<section aria-labelledby="idea"><h2 id="idea">${raw.hypothesis ? 'Hypothesis' : 'What is tested'}</h2><p class="prose">${raw.hypothesis ?? raw.description ?? ''}</p></section>` : ''}
      <section aria-labelledby="variants"><h2 id="variants">Variants</h2>${variantsPart(facts)}${cameraPart(facts)}</section>
      <div class="columns-2">
      <section aria-labelledby="who"><h2 id="who">Where and for whom</h2>${audiencePart(filed, facts.others, isOver)}
        <p class="why"><a href="/experiments/${filed.id}/why">Why does somebody see this?</a></p></section>
      <section aria-labelledby="counted"><h2 id="counted">What is counted</h2>${metricsPart(filed)}${isOver || raw.conclusion ? '' : soFarPart(readout, filed.id)}
        ${isRunning ? html`<p class="metric-health figures" data-live="health">${progressText(readout, filed, facts.now)} ${healthPart(healthOf(readout, filed.id))}</p>` : ''}</section>
      </div>
      ${status === 'draft' && mayAs(role, 'editor') ? readinessPart(filed, facts.site) : ''}
      ${mayAs(role, 'editor') ? actionsPart(filed, status) : ''}
      <section aria-labelledby="history"><h2 id="history">History</h2>${deedsPart({ id: filed.id, deeds: facts.deeds, text: filed.text, revision: filed.revision, mayEdit: mayAs(role, 'editor') })}</section>`;
}

const waitsSentence = ({ status, filed }: ExperimentStanding): string =>
  status === 'not published'
    ? 'No visitor has it before the next publication.'
    : filed === 'draft' && status === 'draft'
      ? 'Previews show it as it is here from the next publication on.'
      : 'Visitors keep what is published until the next publication.';

/** What the last read-out says to do; empty where nobody came yet. */
export function soFarPart(readout: TimedReadout | null, id: string): Html {
  const conclusion = readout?.entries.find((entry) => entry.id === id)?.words.conclusion;
  if (!conclusion) return html``;
  return html`<p class="so-far" data-live="conclusion"><strong>${conclusion.title}.</strong> ${unbroken(conclusion.text)} <a href="/results/${id}">All figures</a></p>`;
}

type Raw = FiledExperiment['source']['raw'];

const DECISIONS = { ship: 'the winner is for everyone', keep: 'all stays as it was', repeat: 'it is tested again' };

const conclusionPart = ({ decision, winner, reason, learning }: NonNullable<Raw['conclusion']>): Html => html`
      <section class="conclusion-card" aria-label="Conclusion"><p><strong>Decided:</strong> ${DECISIONS[decision]}${winner === undefined ? '' : html`, <code>${winner}</code>`}</p>
        ${reason === undefined ? '' : html`<p><strong>Why:</strong> ${reason}</p>`}
        ${learning === undefined ? '' : html`<p><strong>Learned:</strong> ${learning}</p>`}</section>`;

function variantsPart({ filed, pictured, alike, site, previewToken }: ExperimentFacts): Html {
  const { raw } = filed.source;
  const weights = weightsOf(raw.variants);
  return html`<ul class="variants">${raw.variants.map(({ key, name, image }, at) => {
    const isControl = key === (raw.control ?? defaultControl(raw.variants));
    return html`<li class="card"><header><h3>${name}</h3><p class="quiet"><code>${key}</code>${isControl ? ' · compared with the others' : ''}</p></header>
          ${picturePart({ id: filed.id, key, name, image, pictured, alike })}
          <p class="share"><span class="figure">${(weights[at] ?? 0) / 100}%</span> of those who take part</p>
          ${linesPart(raw.variants[at])}
          ${raw.divertTo === key ? html`<p class="chip chip-running">everyone gets this one</p>` : ''}
          ${
            site === null
              ? ''
              : html`<div class="looks"><a href="${previewOf(site, filed, key, previewToken)}" rel="noopener" target="_blank">Preview</a>
          <details class="qr"><summary>On a phone</summary>${{ html: renderSVG(previewOf(site, filed, key, previewToken), { border: 2 }) }}</details></div>`
          }</li>`;
  })}</ul>
        ${site === null ? html`<p class="quiet">Previews need the address of your site: an admin sets it <a href="/settings#lines">in Settings</a>.</p>` : ''}`;
}

/**
 * The first page of the site on which the experiment starts, with the variant in the address; drafts need the token
 * besides.
 */
export function previewOf(
  site: string,
  { id, source, experiment }: FiledExperiment,
  variant: string,
  token: string | null,
): string {
  const url = (experiment && pageOn(site, experiment)) ?? new URL(site);
  url.searchParams.set('fx', `${id}:${variant}`);
  if (source.raw.status === 'draft' && token !== null) url.searchParams.set('fxp', token);
  return url.href.replace('%3A', ':');
}
