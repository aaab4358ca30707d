/** Shows the metrics of an experiment as fields, and a row for another one. */

import { type Html, html } from '../../pages/index.js';
import type { FiledExperiment } from '../workspace.js';
import { errorPart, type FormState, marked } from './atfield.js';
import { decidingOf, roleIn } from './fields.js';

type Metrics = NonNullable<FiledExperiment['source']['raw']['metrics']>;

const KINDS = [
  ['conversion', 'visitors who converted'],
  ['count', 'how often it was done'],
  ['sum', 'its values, added up'],
] as const;

const ROLES = [
  ['primary', 'it decides'],
  ['', 'it is watched'],
  ['guardrail', 'it must not get worse'],
] as const;

/** All of them. */
export function metricRows(metrics: Metrics, { typed, errors }: FormState): Html {
  const field = (name: string, before: string): Html =>
    html`<input name="${name}"${marked(errors, name)} value="${typed[name] ?? before}">`;
  const wrong = (name: string): Html => errorPart(errors, name);
  return html`<p class="hint">One metric decides: the result is judged by it.</p>${metrics.map(
    (
      metric,
      at,
    ) => html`<div class="pair"><label>Name of <code>${metric.key}</code> ${wrong(`metric-${at}-name`)}${field(`metric-${at}-name`, metric.name)}</label>
            <label>Event of <code>${metric.key}</code> ${wrong(`metric-${at}-event`)}${field(`metric-${at}-event`, metric.eventName)}</label>
            <label>What <code>${metric.key}</code> is for ${wrong(`metric-${at}-role`)}${choiceOf(`metric-${at}-role`, ROLES, typed[`metric-${at}-role`] ?? roleIn(metrics, at))}</label></div>`,
  )}<div class="pair"><label>Another metric <span class="hint">its name</span> ${wrong('metric-new-name')}${field('metric-new-name', '')}</label><label>Event <span class="hint">as your pages send it</span> ${wrong('metric-new-event')}${field('metric-new-event', '')}</label>
            <label>It counts ${choiceOf('metric-new-kind', KINDS, typed['metric-new-kind'])}</label>
            <label>What it is for ${wrong('metric-new-role')}${choiceOf('metric-new-role', ROLES, typed['metric-new-role'] ?? (decidingOf(metrics) ? '' : 'primary'))}</label></div>`;
}

const choiceOf = (
  name: string,
  options: readonly (readonly [value: string, words: string])[],
  chosen: string | undefined,
): Html =>
  html`<select name="${name}">${options.map(([value, words]) => html`<option value="${value}"${value === chosen ? { html: ' selected' } : ''}>${words}</option>`)}</select>`;
