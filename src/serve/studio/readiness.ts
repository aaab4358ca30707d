/** Shows what an experiment lacks before it starts, and how far it is once it runs. */

import { defaultControl } from '../../authoring/index.js';
import { type Html, html, plural } from '../../pages/index.js';
import type { TimedReadout } from '../readout/readouts.js';
import type { FiledExperiment } from '../workspace.js';
import { decidingOf } from './fields.js';
import { isPlannable, planForm } from './planning.js';

type Raw = FiledExperiment['source']['raw'];

/** A list for whoever is about to start it: what is open leads to its field. Nothing of it keeps them from it. */
export function readinessPart(filed: FiledExperiment, site: string | null): Html {
  const lines = readinessOf(filed, site);
  return html`<section aria-labelledby="ready"><h2 id="ready">Before it starts</h2>
        <ul class="gates">${lines.map(({ isDone, done, open, at }) => html`<li class="${isDone ? 'pass' : 'wait'}"><span class="unseen">${isDone ? 'done: ' : 'open: '}</span>${isDone ? done : html`<a href="${at}">${open}</a>`}</li>`)}</ul><div id="plan">${planForm(filed)}</div></section>`;
}

interface Line {
  readonly isDone: boolean;
  readonly done: string;
  readonly open: string;
  /** Where it is filled in. */
  readonly at: string;
}

function readinessOf({ id, source: { raw } }: FiledExperiment, site: string | null): readonly Line[] {
  const { metrics = [], hypothesis, variants, plan } = raw;
  const control = raw.control ?? defaultControl(variants);
  const idle = variants.filter((variant) => variant.key !== control && !changesSomething(variant));
  const form = `/experiments/${id}/edit`;
  return [
    {
      isDone: hypothesis !== undefined,
      done: 'It says what is expected.',
      open: 'Say what you expect, so that the result can answer it.',
      at: `${form}#idea`,
    },
    {
      isDone: decidingOf(metrics) !== undefined,
      done: 'A metric decides.',
      open: 'Choose the metric that decides: without one there is no verdict.',
      at: `${form}#counted`,
    },
    {
      isDone: idle.length === 0,
      done: 'Each variant changes something.',
      open: `${idle.map(({ name }) => name).join(', ')}: nothing is changed yet.`,
      at: `/experiments/${id}/page`,
    },
    {
      isDone: plan !== undefined,
      done: `It needs ${plural(plan?.subjects ?? 0, 'visitor')}.`,
      ...planLine(raw, form),
    },
    {
      isDone: raw.guard === true,
      done: 'It is stopped by itself where it does harm.',
      open: 'Nobody stops it by itself: switch the guard on.',
      at: `${form}#when`,
    },
    {
      isDone: site !== null,
      done: 'It can be looked at in a preview.',
      open: 'Set the address of your site in Settings, then it has previews.',
      at: '/settings#collector',
    },
  ];
}

function planLine(raw: Raw, form: string): Pick<Line, 'open' | 'at'> {
  if (isPlannable(raw)) return { open: 'Plan how many visitors it needs.', at: '#plan' };
  return decidingOf(raw.metrics ?? [])?.kind === 'conversion'
    ? { open: 'Write how many visitors it needs into the YAML: no form plans so many variants.', at: form }
    : {
        open: 'Plan how many visitors it needs: for that a metric has to decide that counts visitors.',
        at: `${form}#counted`,
      };
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
