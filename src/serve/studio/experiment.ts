/**
 * Shows one experiment: what is tested, where and for whom it runs, its variants, its history, and what can be done
 * with it.
 */

import { renderSVG } from 'uqr';
import { defaultControl, describeAudience, describeTrigger } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { type Html, html, unbroken } from '../../pages/index.js';
import { pageOn } from '../../shot/index.js';
import { mayAs, type StudioRole } from '../access/roles.js';
import { shareOfFile, weightsOf } from '../api/model.js';
import type { CameraState } from '../camera.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { Deed } from '../record.js';
import type { FiledExperiment } from '../workspace.js';
import { cameraPart, picturePart } from './gallery.js';
import { deedsPart } from './history.js';
import { linesPart } from './lines.js';
import { chip, dayText, timeOf } from './page.js';
import { progressText, readinessPart } from './readiness.js';
import { healthOf } from './words.js';

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
  readonly isPublished: boolean | null;
  readonly now: number;
}

/** The page's body. */
export function experimentBody(facts: ExperimentFacts): Html {
  const { filed, readout, role, isPublished } = facts;
  const { raw } = filed.source;
  const status = statusOf(raw);
  const health = healthOf(readout, filed.id);
  return html`
      <p class="crumbs"><a href="/experiments">Experiments</a></p>
      <div class="title"><h1>${raw.name}</h1>${chip(status)}${status === 'running' && isPublished === false ? html`<span class="chip chip-draft">not published</span>` : ''}
        ${mayAs(role, 'editor') ? html`<span class="actions"><a class="button" href="/experiments/${filed.id}/edit">Change</a><a class="button" href="/experiments/${filed.id}/page">Edit on the page</a><a class="button" href="/results/${filed.id}">Results</a></span>` : html`<span class="actions"><a class="button" href="/results/${filed.id}">Results</a></span>`}</div>
      <p class="quiet"><code>${filed.id}</code></p>
      ${raw.conclusion ? conclusionPart(raw.conclusion) : ''}
      ${raw.hypothesis || raw.description ? html`<section aria-labelledby="idea"><h2 id="idea">${raw.hypothesis ? 'Hypothesis' : 'What is tested'}</h2><p class="prose">${raw.hypothesis ?? raw.description ?? ''}</p></section>` : ''}
      <section aria-labelledby="variants"><h2 id="variants">Variants</h2>${variantsPart(facts)}${cameraPart(facts)}</section>
      <div class="columns-2">
      <section aria-labelledby="who"><h2 id="who">Where and for whom</h2>${audiencePart(facts)}
        <p class="why"><a href="/experiments/${filed.id}/why">Why does somebody see this?</a></p></section>
      <section aria-labelledby="counted"><h2 id="counted">What is counted</h2>${metricsPart(filed)}${soFarPart(readout, filed.id)}
        ${status === 'running' ? html`<p class="metric-health figures" data-live="health">${progressText(readout, filed, facts.now)} <span class="health health-${health.state}">${health.text}</span></p>` : ''}</section>
      </div>
      ${status === 'draft' && mayAs(role, 'editor') ? readinessPart(filed, facts.site) : ''}
      ${mayAs(role, 'editor') ? actionsPart(filed, status) : ''}
      <section aria-labelledby="history"><h2 id="history">History</h2>${deedsPart({ id: filed.id, deeds: facts.deeds, text: filed.text, revision: filed.revision, mayEdit: mayAs(role, 'editor') })}</section>`;
}

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

function audiencePart({ filed, others, now }: ExperimentFacts): Html {
  const { experiment, source } = filed;
  const { raw } = source;
  const trigger = experiment ? describeTrigger(experiment.trigger) : 'nowhere';
  const audience = experiment
    ? describeAudience(experiment, now)
    : `${Math.round(shareOfFile(raw) * 100)}% of visitors`;
  return html`<dl class="facts">
          <div><dt>Starts</dt><dd>${trigger}</dd></div>
          <div><dt>For</dt><dd>${audience}</dd></div>
          ${raw.audience?.rule === undefined ? '' : html`<div><dt>Rule</dt><dd><pre class="inline">${JSON.stringify(raw.audience.rule, null, 1)}</pre></dd></div>`}
          ${raw.startAt === undefined ? '' : html`<div><dt>From</dt><dd>${timeOf(raw.startAt)}</dd></div>`}
          ${raw.endAt === undefined ? '' : html`<div><dt>Until</dt><dd>${timeOf(raw.endAt)}</dd></div>`}
          ${raw.layer ? html`<div><dt>Layer</dt><dd>${layerBar(raw.layer, filed, others)}</dd></div>` : ''}
          <div><dt>Guard</dt><dd>${raw.guard ? 'stops it by itself where it does harm' : 'off'}</dd></div>
          ${raw.tags?.length ? html`<div><dt>Tags</dt><dd>${raw.tags.map((tag, at) => html`${at ? ', ' : ''}<a href="/experiments?q=${encodeURIComponent(tag)}">${tag}</a>`)}</dd></div>` : ''}
          ${raw.owners?.length ? html`<div><dt>Owners</dt><dd>${raw.owners.join(', ')}</dd></div>` : ''}
        </dl>`;
}

const STEP = 300;

/** The slices of a layer, one below the other. */
function layerBar(layer: NonNullable<Raw['layer']>, own: FiledExperiment, others: readonly FiledExperiment[]): Html {
  const inside = others.filter(
    ({ source }) => source.raw.layer?.name === layer.name && source.raw.status !== 'archived',
  );
  const slices = inside.flatMap(({ id, source }) => (source.raw.layer ? [{ id, ...source.raw.layer }] : []));
  const label = slices
    .map(({ id, from, to }) => `${id} ${Math.round(from * 100)} to ${Math.round(to * 100)}%`)
    .join(', ');
  return html`${layer.name}<svg class="layer" viewBox="0 0 ${STEP} 14" role="img" aria-label="${label}"><rect class="rest" width="${STEP}" height="14"/>${slices.map(
    ({ id, from, to }) =>
      html`<rect class="${id === own.id ? 'own' : 'other'}" x="${(from * STEP).toFixed(1)}" width="${((to - from) * STEP).toFixed(1)}" height="14"/>`,
  )}</svg>`;
}

function metricsPart({ source }: FiledExperiment): Html {
  const { metrics = [] } = source.raw;
  if (!metrics.length) return html`<p class="quiet">Nothing is counted yet: without a metric there is no result.</p>`;
  const roleOf = ({ isPrimary, role }: (typeof metrics)[number]): string =>
    isPrimary || role === 'primary' ? 'decides' : role === 'guardrail' ? 'must not get worse' : 'is watched';
  return html`<dl class="facts">${metrics.map((metric) => html`<div><dt>${metric.name}</dt><dd>${roleOf(metric)} <span class="quiet">${metric.kind} of <code>${metric.eventName}</code></span></dd></div>`)}</dl>`;
}

function actionsPart({ id, source, revision }: FiledExperiment, status: string): Html {
  const { variants } = source.raw;
  const seen = html`<input type="hidden" name="revision" value="${revision}">`;
  const simple = (action: string, label: string, kind = ''): Html =>
    html`<form method="post" action="/experiments/${id}/${action}">${seen}<button class="${kind}">${label}</button></form>`;
  const options = variants.map(({ key, name }) => html`<option value="${key}">${name}</option>`);
  return html`<section class="do" aria-labelledby="do"><h2 id="do">What next</h2><div class="row">
        ${status === 'draft' || status === 'archived' ? simple('start', status === 'draft' ? 'Start' : 'Start again', 'primary') : ''}
        ${status === 'paused' ? simple('resume', 'Resume', 'primary') : ''}
        ${status === 'running' ? simple('pause', 'Pause') : ''}
        ${status === 'running' ? stopForm(id, seen, options) : ''}
        ${status === 'running' || status === 'paused' ? shipForm(id, seen, options) : ''}
        ${status === 'archived' ? '' : simple('archive', 'Archive')}
        ${simple('duplicate', 'Duplicate')}</div>
        <p class="quiet">This changes the file. Visitors see it once it is <a href="/publish">published</a>.</p></section>`;
}

const stopForm = (id: string, seen: Html, options: readonly Html[]): Html => html`
        <details class="drop"><summary>Stop</summary><form method="post" action="/experiments/${id}/stop">${seen}
          <label>Why <textarea name="reason" rows="2" required></textarea></label>
          <label>Winner <select name="winner"><option value="">none</option>${options}</select></label>
          <label>What was learned <textarea name="learning" rows="2"></textarea></label>
          <button class="primary">Stop it</button></form></details>`;

const shipForm = (id: string, seen: Html, options: readonly Html[]): Html => html`
        <details class="drop"><summary>Ship a variant</summary><form method="post" action="/experiments/${id}/ship">${seen}
          <p>Everyone in the experiment gets this variant from the next publication on, and nobody is counted.</p>
          <label>Variant <select name="variant">${options}</select></label>
          <button class="primary">Ship it</button></form></details>`;

/** When an experiment ends, for lists. */
export const endText = (endAt: string | undefined): string => (endAt === undefined ? '' : `until ${dayText(endAt)}`);
