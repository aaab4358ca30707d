/** Shows what is to be done before visitors are in an experiment and are counted. */

import { type Html, html, plural } from '../../pages/index.js';
import type { TimedReadout } from '../readout/readouts.js';

/** What it is made of. */
interface FirstFacts {
  readonly readout: TimedReadout | null;
  readonly site: string | null;
  readonly mayEdit: boolean;
}

/** Where nothing runs. @param count how many experiments there are */
export function firstSteps(count: number, facts: FirstFacts): Html {
  const { readout, mayEdit } = facts;
  if (count && readout && isHeard(readout))
    return html`<p class="quiet">Nothing runs. <a href="/experiments">${plural(count, 'experiment')}</a> can be started.</p>`;
  const steps = stepsOf(count, facts);
  return html`${count ? html`<p class="quiet">Nothing runs. <a href="/experiments">${plural(count, 'experiment')}</a> can be started.</p>` : ''}
        <div class="empty-card"><h3>${count ? 'Before visitors are counted' : 'No experiment yet'}</h3>
        ${count ? '' : html`<p>An experiment shows some visitors another version of a page, and counts what they do then. It is a small file beside your site; Studio writes it for you.</p>`}
        <ol class="steps">${steps.map(([isDone, text]) => html`<li>${isDone ? html`<span class="unseen">done: </span><s>${text}</s>` : text}</li>`)}</ol>
        ${mayEdit && !count ? html`<p><a class="button" href="/new">Make the first one</a></p>` : ''}</div>`;
}

const isHeard = ({ lines, results }: TimedReadout): boolean =>
  lines > 0 || results.some(({ subjects }) => subjects > 0);

type Step = readonly [isDone: boolean, text: Html];

const stepsOf = (count: number, { readout, site }: FirstFacts): readonly Step[] => [
  [site !== null, html`<a href="/settings#collector">Set the address of your site</a>, so that there are previews.`],
  [
    readout !== null && isHeard(readout),
    html`<a href="/settings#collector">Put two lines into your pages</a>: they show experiments to visitors, and send what visitors do.`,
  ],
  [count > 0, html`Make an experiment: name it, say what you expect, and describe the other version.`],
  [false, html`Look at it in a preview, start it, then <a href="/publish">publish</a>.`],
];
