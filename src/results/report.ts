/** Results as one HTML file, to be sent to whoever has no terminal: nothing in it runs or is loaded. */

import { documentOf, type Html, html, styles } from '../pages/index.js';
import type { Lift } from './lift.js';
import type { ArmWords, Heading, MetricWords, ResultWords } from './words.js';

/** One experiment. */
export interface Entry {
  readonly id: string;
  readonly heading: Heading;
  readonly words: ResultWords;
}

const STYLES = `${styles}
.card { margin-bottom: 24px; }
.card h2 { margin: 0; }
.card h3 { margin-top: 24px; }
.card h3 span { font-weight: 400; }
.split { margin-top: 12px; padding: 10px 14px; border-left: 4px solid var(--green); background: var(--green-ground); }
.split-open { border-color: var(--quiet); background: var(--grey-ground); }
.split-off { border-color: var(--red); background: var(--red-ground); }
.caveats { margin-top: 12px; padding: 10px 14px; border-left: 4px solid var(--amber); background: var(--amber-ground); }
.verdict { margin-top: 10px; font-weight: 600; }
p.quiet { margin-top: 8px; }
.card td.chart { width: 264px; padding: 0 0 0 24px; vertical-align: middle; }
.card thead td.chart { border: 0; color: var(--quiet); font-size: 0.875rem; text-align: center; }
.chart svg { display: block; width: 240px; height: 28px; }
.chart line { stroke: var(--quiet); stroke-width: 1; }
.chart .span { stroke-width: 3; }
.chart circle { fill: var(--quiet); }
.more .span { stroke: var(--green); } .more circle { fill: var(--green); }
.less .span { stroke: var(--red); } .less circle { fill: var(--red); }
@media print { .card { break-inside: avoid; } }
`;

/** @param notes what holds for all of it */
export function report(entries: readonly Entry[], notes: readonly string[]): string {
  const style = { html: STYLES };
  return documentOf(
    'Results',
    html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <style>${style}</style>`,
    html`<main class="wrap">
      <h1>Results</h1>
      ${entries.length ? '' : html`<p>No experiment is running, and none is in these events.</p>`}
      ${notes.map((note) => html`<p class="quiet">${note}</p>`)}
      ${entries.map((entry, at) => card(entry, `experiment-${at}`))}
    </main>`,
  );
}

function card({ id, heading, words }: Entry, anchor: string): Html {
  const { span, split, caveats, asides, metrics } = words;
  return html`
      <section class="card" aria-labelledby="${anchor}">
        <h2 id="${anchor}">${heading.name}</h2>
        <p><code>${id}</code> <span class="chip chip-${heading.status}">${heading.status}</span> ${span ?? ''}</p>
        ${split ? html`<p class="split split-${split.verdict}">${split.text}</p>` : ''}
        ${caveats.length ? html`<ul class="plain-list caveats">${caveats.map((line) => html`<li>${line}</li>`)}</ul>` : ''}
        ${asides.map((line) => html`<p class="quiet">${line}</p>`)}
        ${metrics.map((metric) => metricPart(metric, heading.name))}
      </section>`;
}

function metricPart(metric: MetricWords, experiment: string): Html {
  const { key, name, isPrimary, event, titles, arms, verdicts } = metric;
  const scale = Math.max(0.01, ...arms.flatMap(({ against }) => (against ? [-against.low, against.high] : [])));
  const beside = [key, isPrimary ? 'primary' : '', event].filter(Boolean).join(', ');
  return html`
        <h3>${name} <span class="quiet">${beside}</span></h3>
        ${verdicts.map((line) => html`<p class="verdict">${line}</p>`)}
        <div class="scroll" tabindex="0" role="region" aria-label="${name} (${key}) of ${experiment}"><table>
          <thead><tr><th scope="col">variant</th>${titles.map((title) => html`<th scope="col" class="number">${title}</th>`)}<td class="chart" aria-hidden="true">no lift</td></tr></thead>
          <tbody>${arms.map((arm) => armRow(arm, titles.length, scale))}</tbody>
        </table></div>`;
}

function armRow({ variant, name, counts, compared, against, direction }: ArmWords, width: number, scale: number): Html {
  const cells = [...counts, ...compared];
  const empty = Array.from({ length: width - cells.length }, () => '');
  return html`
            <tr class="${direction}"><th scope="row">${variant} <span class="quiet">${name}</span></th>${[...cells, ...empty].map((cell) => html`<td class="number">${cell}</td>`)}<td class="chart">${against ? chart(against, scale) : ''}</td></tr>`;
}

/** The interval on a line whose middle is no lift. What it shows stands beside it in figures. */
function chart({ lift, low, high }: Lift, scale: number): Html {
  const at = (share: number): string => (120 + (share / scale) * 112).toFixed(1);
  return html`<svg viewBox="0 0 240 28" aria-hidden="true"><line x1="120" x2="120" y1="2" y2="26"/><line class="span" x1="${at(low)}" x2="${at(high)}" y1="14" y2="14"/><circle cx="${at(lift)}" cy="14" r="5"/></svg>`;
}
