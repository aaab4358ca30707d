/** Says where and for whom an experiment runs, and what is counted in it. */

import { buildExperiment, describeTrigger, describeVisitors } from '../../authoring/index.js';
import { type Html, html } from '../../pages/index.js';
import type { FiledExperiment } from '../workspace.js';
import { decidingOf } from './fields.js';
import { timeOf } from './page.js';
import { sentenceOfRule } from './rulewords.js';

type Raw = FiledExperiment['source']['raw'];

/** The audience as its file says it; dates and layer in lines of their own. */
export function audiencePart(filed: FiledExperiment, others: readonly FiledExperiment[], isOver: boolean): Html {
  const { raw } = filed.source;
  const experiment = filed.experiment ?? buildExperiment(raw);
  const rule = raw.audience?.rule;
  const diverted = raw.variants.find(({ key }) => key === raw.divertTo);
  return html`<dl class="facts">
          <div><dt>${isOver ? 'Started' : 'Starts'}</dt><dd>${describeTrigger(experiment.trigger)}${isOver ? html` <span class="quiet">(it is over)</span>` : ''}</dd></div>
          <div><dt>For</dt><dd>${describeVisitors(experiment)}${diverted ? html`; everyone gets “${diverted.name}”` : ''}</dd></div>
          ${rule === undefined ? '' : html`<div><dt>Rule</dt><dd>${sentenceOfRule(rule) ?? html`<pre class="inline" tabindex="0" aria-label="Rule">${JSON.stringify(rule, null, 1)}</pre>`}</dd></div>`}
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
  return html`${layer.name}, ${Math.round(layer.from * 100)} to ${Math.round(layer.to * 100)}%<svg class="layer" viewBox="0 0 ${STEP} 14" role="img" aria-label="${label}"><rect class="rest" width="${STEP}" height="14"/>${slices.map(
    ({ id, from, to }) =>
      html`<rect class="${id === own.id ? 'own' : 'other'}" x="${(from * STEP).toFixed(1)}" width="${((to - from) * STEP).toFixed(1)}" height="14"/>`,
  )}</svg>`;
}

/** Each metric with what it is for: the result is judged by the one that decides. */
export function metricsPart({ source }: FiledExperiment): Html {
  const { metrics = [] } = source.raw;
  if (!metrics.length) return html`<p class="quiet">Nothing is counted yet: without a metric there is no result.</p>`;
  const deciding = decidingOf(metrics);
  const roleOf = (metric: (typeof metrics)[number]): string =>
    metric === deciding ? 'decides' : metric.role === 'guardrail' ? 'must not get worse' : 'is watched';
  return html`<dl class="facts">${metrics.map((metric) => html`<div><dt>${metric.name}</dt><dd>${roleOf(metric)} <span class="quiet">${metric.kind} of <code>${metric.eventName}</code></span></dd></div>`)}</dl>`;
}
