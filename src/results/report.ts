/** Writes results as one HTML file, to be sent to whoever has no terminal: nothing in it runs or is loaded. */

import { documentOf, type Html, html, styles, unbroken } from '../pages/index.js';
import { chartOf, daysChart, scaleOf } from './charts.js';
import type { AskedVariant } from './design.js';
import type { ArmWords, MetricWords } from './metricwords.js';
import { REPORT_STYLES } from './reportstyles.js';
import type { Result } from './result.js';
import type { SplitWords } from './splitwords.js';
import { type ResultsVoice, SENT } from './voices.js';
import type { Heading, ResultWords, SegmentWords } from './words.js';

/** One experiment. */
export interface Entry {
  readonly id: string;
  readonly heading: Heading;
  /** With their pictures. */
  readonly variants: readonly AskedVariant[];
  readonly result: Result;
  readonly words: ResultWords;
}

/** The cards of experiments, for a page that has its own frame. */
export const reportCards = (entries: readonly Entry[], voice: ResultsVoice): Html =>
  html`${entries.map((entry, at) => card(entry, `experiment-${at}`, voice))}`;

/** @param notes what holds for all of it */
export function report(entries: readonly Entry[], notes: readonly string[]): string {
  const style = { html: `${styles}${REPORT_STYLES}` };
  return documentOf(
    'Results',
    html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
    <style>${style}</style>`,
    html`<main class="wrap">
      <h1>Results</h1>
      ${entries.length ? '' : html`<p>No experiment is running, and none is in these events.</p>`}
      ${reportCards(entries, SENT)}
      ${notes.map((note) => html`<p class="quiet">${unbroken(note)}</p>`)}
    </main>`,
  );
}

function card({ id, heading, variants, result, words }: Entry, anchor: string, voice: ResultsVoice): Html {
  const { span, ending, conclusion, split, caveats, asides, metrics, segments } = words;
  const scale = scaleOf(metrics);
  return html`
      <section class="card" aria-labelledby="${anchor}">
        <h2 id="${anchor}">${heading.name}</h2>
        <p><code>${id}</code> <span class="chip chip-${heading.status.replace(' ', '-')}">${heading.status}</span> ${unbroken(span ?? '')}</p>
        ${ending === null ? '' : html`<p class="ending">${ending}</p>`}
        ${conclusion ? html`<p class="conclusion conclusion-${conclusion.code}"><strong>${conclusion.title}.</strong> ${unbroken(conclusion.text)}</p>` : ''}
        ${heading.description ? html`<p class="hypothesis">${heading.description}</p>` : ''}
        ${pictures(variants)}
        ${split ? splitPart(split) : ''}
        ${caveats.length ? html`<ul class="plain-list caveats">${caveats.map((line) => html`<li>${unbroken(line)}</li>`)}</ul>` : ''}
        ${asides.map((line) => html`<p class="quiet">${unbroken(line)}</p>`)}
        ${metrics.map((metric) => metricPart(metric, heading.name, scale))}
        ${daysChart(result, voice)}
        ${segments.length ? html`<h3>Segments</h3>` : ''}
        ${segments.map((segment) => segmentPart(segment, heading.name))}
      </section>`;
}

const splitPart = ({ verdict, text }: SplitWords): Html =>
  html`<p class="split split-${verdict}">${unbroken(text)}</p>`;

function pictures(variants: readonly AskedVariant[]): Html {
  const shown = variants.flatMap(({ name, image }) => (image === null ? [] : [{ name, image }]));
  return shown.length
    ? html`<ul class="plain-list pictures">${shown.map(({ name, image }) => html`<li><figure><img src="${image}" alt="${name}"><figcaption>${name}</figcaption></figure></li>`)}</ul>`
    : html``;
}

const segmentPart = ({ title, split, metrics }: SegmentWords, experiment: string): Html => html`
        <details><summary>${title}</summary>
        ${split?.verdict === 'off' ? splitPart(split) : ''}
        ${metrics.map((metric) => metricPart(metric, `${experiment}, ${title}`, scaleOf(metrics)))}
        </details>`;

function metricPart(metric: MetricWords, experiment: string, scale: number): Html {
  const { key, name, beside, titles, arms, lines, beliefs } = metric;
  return html`
        <h3>${name} <span class="quiet">${[key, ...beside].join(', ')}</span></h3>
        ${lines.map((line) => html`<p class="line">${unbroken(line)}</p>`)}
        <div class="scroll" tabindex="0" role="region" aria-label="${name} (${key}) of ${experiment}"><table class="metric">
          <thead><tr><th scope="col">variant</th><td class="chart"><span class="tick-low">−${tick(scale)}</span><span class="tick-none">no lift</span><span class="tick-high">+${tick(scale)}</span></td>${ordered(titles).map((title) => html`<th scope="col" class="number">${title}</th>`)}</tr></thead>
          <tbody>${arms.map((arm) => armRow(arm, titles, scale))}</tbody>
        </table></div>
        ${beliefs.length ? html`<details><summary>How likely better</summary>${beliefs.map((line) => html`<p class="line">${line}</p>`)}<p class="quiet">From a flat prior: what to believe if nothing was known before.</p></details>` : ''}`;
}

const tick = (scale: number): string => `${Number((scale * 100).toFixed(1))}%`;

/** Lift and interval first: on a phone the rest is to the right. */
function ordered<T>(cells: readonly T[]): T[] {
  const [subjects, total, mean, lift, interval, ...rest] = cells;
  return [lift, interval, mean, subjects, total, ...rest].filter((cell) => cell !== undefined);
}

/** `+3.1 points (−0.1 to +6.3)` has room on two lines where the page is narrow: it breaks before the bracket only. */
function foldable(cell: string): Html {
  const at = cell.indexOf(' (');
  return at < 0 ? html`${cell}` : html`<span>${cell.slice(0, at)}</span> <span>${cell.slice(at + 1)}</span>`;
}

function armRow(
  { variant, name, counts, compared, against, way }: ArmWords,
  titles: readonly string[],
  scale: number,
): Html {
  const cells = [...counts, ...compared];
  const all = titles.map((_, at) => cells[at] ?? '');
  return html`
            <tr class="${way}${against ? '' : ' base'}"><th scope="row">${variant} <span class="quiet name">${name}</span></th><td class="chart">${against ? chartOf(against.lift, scale) : ''}</td>${ordered(all).map((cell, at) => html`<td class="number" data-title="${ordered(titles)[at] as string}">${foldable(cell)}</td>`)}</tr>`;
}
