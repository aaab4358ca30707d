/**
 * Makes the HTML of fx's own pages: the overview, the received events, and the page for an address that is not there.
 */

import { describeAudience, describeTrigger, formatProblem, liveStatus, placeWords } from '../authoring/index.js';
import type { Experiment } from '../core/index.js';
import { documentOf, type Html, html, plural } from '../pages/index.js';
import type { Compilation } from './compiler.js';
import { pagesFor, previewLink } from './previews.js';

/** One page of the site. */
export interface SitePage {
  /** `/` or `/cart.html`. */
  readonly path: string;
  /** Whether it brings its own tag; otherwise the server adds one. */
  readonly hasTag: boolean;
}

/** What one target holds. */
export interface PublishedTarget {
  /** As the configuration names it. */
  readonly name: string;
  readonly directory: string;
  /** Null where nothing was published yet. */
  readonly revision: string | null;
  readonly isOn: boolean;
  /** When it was written to last; null where that is not known. */
  readonly since: Date | null;
  /** Published experiments by id, each as text that can be compared. */
  readonly experiments: ReadonlyMap<string, Experiment>;
}

/** What the overview shows. */
export interface Overview {
  readonly compiled: Compilation;
  readonly pages: readonly SitePage[];
  readonly origin: string;
  readonly token: string | null;
  readonly collectUrl: string;
  readonly eventsFile: string;
  readonly build: string;
  /** Which errors it lists: its script shows none over it, and loads the page again when they are others. */
  readonly edition: number;
  /** Sentences about what is missing, such as a tag that was never built. */
  readonly notices: readonly string[];
  /** Of the configuration; none where it names none. */
  readonly targets: readonly PublishedTarget[];
}

/** The policy that fx's own pages are served with: nothing inline, nothing from elsewhere. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The overview at `/fx/`. */
export function overviewPage(overview: Overview): string {
  const { compiled, pages, token, build, edition, notices, targets } = overview;
  const { preview, manifest, problems, isCurrent } = compiled;
  const experiments = preview.experiments;
  const body = html`
    <main class="wrap">
      <h1>Overview</h1>
      ${notices.map((notice) => html`<p class="notice">${notice}</p>`)}
      ${problems.length > 0 ? problemList(compiled) : ''}
      <section aria-labelledby="pages">
        <h2 id="pages">Pages</h2>
        ${pages.length === 0 ? html`<p class="quiet">There is no HTML file in this folder.</p>` : ''}
        <ul class="plain-list site-pages">
          ${pages.map(
            ({ path, hasTag }) =>
              html`<li><a href="${path}">${path}</a> <a href="${path}?fx-edit">Edit <span class="unseen">${path} </span>on the page</a>${hasTag ? '' : html` <span class="quiet">has no tag; one is added here</span>`}</li>`,
          )}
        </ul>
      </section>
      <section aria-labelledby="experiments">
        <h2 id="experiments">Experiments</h2>
        ${experiments.length === 0 ? html`<p class="quiet">No experiment yet. Choose <em>Edit on the page</em> beside a page to make one by clicks, or save a YAML file in the folder of experiments.</p>` : ''}
        ${experiments.map((experiment) => experimentCard(experiment, overview))}
        <p class="quiet">A preview sends no events and stores nothing. It lasts for its tab and ends with <a href="/?fx=off">?fx=off</a>.</p>
      </section>
      ${targets.length > 0 ? targetList(targets) : ''}
      <section aria-labelledby="files">
        <h2 id="files">Files</h2>
        <dl class="facts">
          <div><dt>Manifest</dt><dd><a href="/fx/manifest.json">/fx/manifest.json</a> <span class="quiet">revision ${manifest.revision || 'none'}${isCurrent ? '' : ', the last good one'}</span></dd></div>
          <div><dt>Container</dt><dd><a href="/fx/container.js">/fx/container.js</a></dd></div>
          ${token === null ? '' : html`<div><dt>Preview manifest</dt><dd><a href="/fx/preview.${token}.json">/fx/preview.${token}.json</a></dd></div>`}
          <div><dt>Events are posted to</dt><dd>${overview.collectUrl}</dd></div>
          <div><dt>and stored in</dt><dd>${overview.eventsFile}</dd></div>
        </dl>
      </section>
    </main>
    <script type="module" src="/fx/dev.js?build=${build}&amp;edition=${edition}"></script>`;
  return layout('Overview', body);
}

function targetList(targets: readonly PublishedTarget[]): Html {
  return html`
    <section aria-labelledby="targets">
      <h2 id="targets">Published</h2>
      <dl class="facts">${targets.map(
        ({ name, directory, revision, isOn, since, experiments }) => html`
        <div><dt>${name} <span class="quiet">${directory}</span></dt><dd>${
          revision === null
            ? 'nothing yet'
            : html`revision ${revision}, ${plural(experiments.size, 'experiment')}${since ? `, since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''}${isOn ? '' : html` <span class="chip chip-paused">switched off</span>`}`
        }</dd></div>`,
      )}</dl>
    </section>`;
}

/** What each target holds of one experiment: `published in live, the same as the file`. */
function publishedWords(experiment: Experiment, targets: readonly PublishedTarget[]): string {
  const words = targets.map(({ name, experiments }) => {
    const there = experiments.get(experiment.id);
    if (!there) return `not published in ${name}`;
    return JSON.stringify(there) === JSON.stringify(experiment)
      ? `published in ${name}, the same as the file`
      : `published in ${name}, but it differs from the file`;
  });
  return words.length ? `; ${words.join(', ')}` : '';
}

/** A path with brackets, in words. */
const withWords = (words: string | null): Html =>
  words === null ? html`` : html` <span class="quiet">${words}</span>`;

function problemList({ problems, isCurrent }: Compilation): Html {
  return html`
    <section class="problems" aria-labelledby="problems">
      <h2 id="problems">${isCurrent ? 'Warnings' : 'The experiments have errors; the last good ones are served'}</h2>
      <ul class="plain-list">${problems.map((problem) => html`<li>${formatProblem(problem)}${withWords(placeWords(problem))}</li>`)}</ul>
    </section>`;
}

function experimentCard(experiment: Experiment, { pages, origin, token, targets }: Overview): Html {
  const paths = pages.map(({ path }) => path);
  const on = pagesFor(experiment, paths, origin);
  const now = Date.now();
  const status = liveStatus(experiment, now);
  return html`
    <article class="card">
      <header>
        <h3>${experiment.name}</h3>
        <p><code>${experiment.id}</code> <span class="chip chip-${status}">${status}</span></p>
        <p class="quiet">Starts ${describeTrigger(experiment.trigger)}; ${describeAudience(experiment, now)}${publishedWords(experiment, targets)}</p>
      </header>
      <div class="scroll"><table>
        <thead><tr><th scope="col">Variant</th><th scope="col" class="number">Share</th><th scope="col" class="links">Preview</th></tr></thead>
        <tbody>
          ${experiment.variants.map(
            ({ key, name, weight }) => html`
            <tr>
              <th scope="row"><code>${key}</code> <span class="quiet">${name}</span></th>
              <td class="number">${Math.round(weight) / 100}%</td>
              <td class="links">${on.length === 0 ? html`<span class="quiet">on no page of this folder</span>` : ''}${on.map((path) => html`<a href="${previewLink(path, experiment, key, token)}">See it <span class="unseen">(${key} of ${experiment.id}) </span>on ${path === '/' ? 'the home page' : path}</a> `)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
    </article>`;
}

/** The page at `/fx/events`; its script fills it. */
export function eventsPage(): string {
  return layout(
    'Received events',
    html`
    <main class="wrap">
      <div class="title">
        <h1>Received events</h1>
        <p id="connection" class="connection" role="status" data-state="waiting">Connecting</p>
      </div>
      <p id="announcement" class="unseen" role="status"></p>
      <noscript><p class="notice">This list needs JavaScript.</p></noscript>
      <section id="splits" class="splits" aria-label="Exposed visitors by variant"></section>
      <div class="tools" role="group" aria-label="List">
        <label>Type
          <select id="type"><option value="">All types</option><option>exposure</option><option>conversion</option><option>failure</option></select>
        </label>
        <label>Experiment
          <select id="experiment"><option value="">All experiments</option></select>
        </label>
        <p id="shown" class="quiet"></p>
        <button id="clear" type="button">Clear the list</button>
      </div>
      <div class="columns" aria-hidden="true">
        <span>Time</span><span>Type</span><span>Experiment or event</span><span>Variant or value</span><span>Visitor</span><span>Page</span><span>Reason</span>
      </div>
      <ol id="events" class="events" aria-label="Events, the newest first"></ol>
      <div id="empty" class="empty" hidden></div>
    </main>
    <script type="module" src="/fx/dev/page/main.js"></script>`,
  );
}

/** What is sent with 404. */
export function missingPage(path: string): string {
  return layout(
    'Not found',
    html`<main class="wrap"><h1>Not found</h1><p>There is nothing at <code>${path}</code>. The <a href="/fx/">overview</a> lists the pages that are served.</p></main>`,
  );
}

function layout(title: string, body: Html): string {
  return documentOf(
    title,
    html`<link rel="icon" href="data:,">
    <link rel="stylesheet" href="/fx/page/style.css">`,
    html`<header class="top"><div class="wrap"><a class="mark" href="/fx/">fx</a><nav aria-label="fx"><a href="/fx/">Overview</a><a href="/fx/events">Received events</a><a href="/">The site</a></nav></div></header>${body}`,
  );
}
