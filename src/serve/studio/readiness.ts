/** Shows what an experiment lacks before it starts, and how far it is once it runs. */

import { defaultControl } from '../../authoring/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { FiledExperiment } from '../workspace.js';
import { decidingOf } from './fields.js';
import { isPlannable, planForm } from './planning.js';

type Raw = FiledExperiment['source']['raw'];

/** A list for whoever is about to start it. Nothing of it keeps them from it. */
export function readinessPart(filed: FiledExperiment, site: string | null): Html {
  const { raw } = filed.source;
  const lines = readinessOf(raw, site);
  return html`<section aria-labelledby="ready"><h2 id="ready">Before it starts</h2>
        <ul class="gates">${lines.map(([isDone, done, open]) => html`<li class="${isDone ? 'pass' : 'wait'}"><span class="unseen">${isDone ? 'done: ' : 'open: '}</span>${isDone ? done : open}</li>`)}</ul>${planForm(filed)}</section>`;
}

type Line = readonly [isDone: boolean, done: string, open: string];

function readinessOf(raw: Raw, site: string | null): readonly Line[] {
  const { metrics = [], hypothesis, variants, plan } = raw;
  const control = raw.control ?? defaultControl(variants);
  const idle = variants.filter((variant) => variant.key !== control && !changesSomething(variant));
  return [
    [hypothesis !== undefined, 'It says what is expected.', 'Say what you expect, so that the result can answer it.'],
    [
      decidingOf(metrics) !== undefined,
      'A metric decides.',
      'Choose the metric that decides: without one there is no verdict.',
    ],
    [
      idle.length === 0,
      'Every variant shows something else.',
      `${idle.map(({ name }) => name).join(', ')}: nothing is changed yet.`,
    ],
    [
      plan !== undefined,
      `It needs ${plural(plan?.subjects ?? 0, 'visitor')}.`,
      isPlannable(raw) ? 'Plan how many visitors it needs.' : 'Say how many visitors it needs: fx power tells.',
    ],
    [
      raw.guard === true,
      'It is stopped by itself where it does harm.',
      'Nobody stops it by itself: switch the guard on.',
    ],
    [
      site !== null,
      'It can be looked at in a preview.',
      'Set the address of your site in Settings, then it has previews.',
    ],
  ];
}

/** A payload, too: the page does something else with it. */
const changesSomething = ({ domOps = [], css, js, payload, redirect }: Raw['variants'][number]): boolean =>
  domOps.length > 0 || [css, js, payload, redirect].some((one) => one !== undefined);

const DAY_MS = 86_400_000;

/** `2,400 of 8,000 planned visitors in 3 days; 9 more days at this pace`; empty where nobody came yet. */
export function progressText(readout: TimedReadout | null, { id, source }: FiledExperiment, now: number): string {
  const result = readout?.results.find((one) => one.id === id);
  if (!result?.subjects || result.sinceMs === null) return '';
  const days = (now - result.sinceMs) / DAY_MS;
  const since = `in ${plural(Math.max(1, Math.ceil(days)), 'day')}`;
  const wanted = source.raw.plan?.subjects;
  if (wanted === undefined) return `${plural(result.subjects, 'visitor')} ${since}`;
  const soFar = `${result.subjects.toLocaleString('en')} of ${plural(wanted, 'planned visitor')} ${since}`;
  const left = wanted - result.subjects;
  if (left <= 0) return soFar;
  const more = Math.max(1, Math.ceil((left * days) / result.subjects));
  return `${soFar}; ${more.toLocaleString('en')} more ${more === 1 ? 'day' : 'days'} at this pace`;
}
