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
import { decidingOf } from './fields.js';

type Raw = FiledExperiment['source']['raw'];

/** Beyond, the computation takes a second and more, in which nobody else gets an answer: `fx power` does it. */
const MOST_VARIANTS = 4;

/** Whether two numbers are enough: what is no share of visitors has a spread besides, which `fx power` takes. */
export const isPlannable = ({ metrics = [], variants }: Raw): boolean =>
  decidingOf(metrics)?.kind === 'conversion' && variants.length <= MOST_VARIANTS;

/** The form; empty where two numbers are not enough. */
export function planForm({ id, source, revision }: FiledExperiment): Html {
  const { metrics = [], plan } = source.raw;
  const deciding = decidingOf(metrics);
  if (!deciding || !isPlannable(source.raw)) return html``;
  return html`<details class="drop"><summary>${plan ? 'Plan it anew' : 'Plan how many visitors it needs'}</summary><form method="post" action="/experiments/${id}/plan"><input type="hidden" name="revision" value="${revision}">
          <label>Visitors who do it today, % <span class="hint">${deciding.name}: of 100 visitors, how many</span> <input name="today" type="number" min="0.1" max="99" step="any" required></label>
          <label>Smallest change worth knowing, % <span class="hint">10 turns 5% into ${deciding.goal === 'decrease' ? '4.5' : '5.5'}%</span> <input name="change" type="number" min="1" max="500" step="any" required></label>
          <p>It is found 80 times of 100 where it is there, and 5 times of 100 where it is not.</p>
          <button class="primary">Plan it</button></form></details>`;
}

/** A file says an effect of at most its double. */
const planOf = (subjects: number, change: number) => ({
  subjects,
  ...(change <= 1 && { effect: Number(change.toFixed(4)) }),
});

const POWER = 0.8;
const CONFIDENCE = 0.95;

/** Writes the plan into the file. */
export async function planExperiment(
  house: House,
  id: string,
  fields: Readonly<Record<string, string | undefined>>,
  caller: Caller,
): Promise<Done<object>> {
  const raw = (await house.workspace.read()).experiments.get(id)?.source.raw;
  if (!raw) return refused('EXPERIMENT_NOT_FOUND');
  const deciding = decidingOf(raw.metrics ?? []);
  if (!deciding || !isPlannable(raw))
    return refused('INVALID_INPUT', { message: 'It can be planned once a share of visitors decides' });
  const [today, change] = [Number(fields.today) / 100, Number(fields.change) / 100];
  if (!(today >= 0.001 && today <= 0.99) || !(change >= 0.01 && change <= 5))
    return refused('INVALID_INPUT', { message: 'Today is from 0.1 to 99 percent, and the change from 1 to 500' });
  const effect = deciding.goal === 'decrease' ? -change : change;
  const shares = weightsOf(raw.variants).map((weight) => weight / 10_000);
  const isPossible = effect > -1 && today * (1 + effect) < 1;
  const subjects =
    isPossible && shares.every((share) => share > 0)
      ? totalFor(effect, POWER, { outcome: { kind: 'share', baseline: today }, shares, confidence: CONFIDENCE })
      : null;
  if (subjects === null)
    return refused('INVALID_INPUT', { message: 'No number of visitors shows that: choose a smaller change' });
  return changeExperiment(
    house,
    id,
    { what: 'experiment.update', edits: [{ path: ['plan'], value: planOf(subjects, change) }] },
    caller,
  );
}
