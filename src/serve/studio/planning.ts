/**
 * Plans how many visitors an experiment needs: from how many do today what decides, and from the smallest change that
 * it is meant to show.
 */

import { type Html, html } from '../../pages/index.js';
import { totalFor } from '../../results/index.js';
import { changeExperiment } from '../api/lifecycle.js';
import { weightsOf } from '../api/model.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import { errorPart, type FormState, FRESH, marked, type Posted, refusedAt } from './atfield.js';
import { decidingOf } from './fields.js';

type Raw = FiledExperiment['source']['raw'];

/** Beyond, the computation takes a second and more, in which nobody else gets an answer: `fx power` does it. */
const MOST_VARIANTS = 4;

/** Whether two numbers are enough: what is no share of visitors has a spread besides, which `fx power` takes. */
export const isPlannable = ({ metrics = [], variants }: Raw): boolean =>
  decidingOf(metrics)?.kind === 'conversion' && variants.length <= MOST_VARIANTS;

/** The form, closed; empty where two numbers are not enough. */
export const planForm = (filed: FiledExperiment): Html =>
  isPlannable(filed.source.raw)
    ? html`<details class="drop" name="popover"><summary>${filed.source.raw.plan ? 'Plan it anew' : 'Plan how many visitors it needs'}</summary>${numbersForm(filed)}</details>`
    : html``;

/** As it was filled in, where it was refused. */
export function numbersForm({ id, source, revision }: FiledExperiment, { typed, errors }: FormState = FRESH): Html {
  const deciding = decidingOf(source.raw.metrics ?? []);
  return html`<form method="post" action="/experiments/${id}/plan"><input type="hidden" name="revision" value="${revision}">
          <label>Visitors who do it today, % <span class="hint">${deciding?.name ?? ''}: of 100 visitors, how many</span> ${errorPart(errors, 'today')}<input name="today"${marked(errors, 'today')} type="number" min="0.1" max="99" step="any" required value="${typed.today ?? ''}"></label>
          <label>Smallest change worth knowing, % <span class="hint">10 turns 5% into ${deciding?.goal === 'decrease' ? '4.5' : '5.5'}%</span> ${errorPart(errors, 'change')}<input name="change"${marked(errors, 'change')} type="number" min="1" max="500" step="any" required value="${typed.change ?? ''}"></label>
          <p>With so many visitors, 80 of 100 experiments find such a change where there is one. Where there is none, 5 of 100 report one all the same.</p>
          <button class="primary">Plan it</button></form>`;
}

/** A file says an effect of at most its double. */
const planOf = (subjects: number, change: number) => ({
  subjects,
  ...(change <= 1 && { effect: Number(change.toFixed(4)) }),
});

const POWER = 0.8;
const CONFIDENCE = 0.95;

/** Writes the plan into the file. */
export async function planExperiment(house: House, id: string, fields: Posted, caller: Caller): Promise<Done<object>> {
  const raw = (await house.workspace.read()).experiments.get(id)?.source.raw;
  if (!raw) return refused('EXPERIMENT_NOT_FOUND');
  const deciding = decidingOf(raw.metrics ?? []);
  if (!deciding || !isPlannable(raw))
    return refused('INVALID_INPUT', { message: 'It can be planned once a share of visitors decides' });
  const [today, change] = [Number(fields.today) / 100, Number(fields.change) / 100];
  const wrong = {
    ...(!(today >= 0.001 && today <= 0.99) && { today: 'It is a number from 0.1 to 99.' }),
    ...(!(change >= 0.01 && change <= 5) && { change: 'It is a number from 1 to 500.' }),
  };
  if (Object.keys(wrong).length) return refusedAt(wrong);
  const effect = deciding.goal === 'decrease' ? -change : change;
  const shares = weightsOf(raw.variants).map((weight) => weight / 10_000);
  const isPossible = effect > -1 && today * (1 + effect) < 1;
  const subjects =
    isPossible && shares.every((share) => share > 0)
      ? totalFor(effect, POWER, { outcome: { kind: 'share', baseline: today }, shares, confidence: CONFIDENCE })
      : null;
  if (subjects === null) return refusedAt({ change: 'No number of visitors shows that: choose a smaller change.' });
  return changeExperiment(
    house,
    id,
    { what: 'experiment.update', edits: [{ path: ['plan'], value: planOf(subjects, change) }] },
    caller,
  );
}
