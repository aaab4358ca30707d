/** Shows the form of a button of an experiment again, as it was filled in, where it was refused. */

import { type Html, html } from '../../pages/index.js';
import { FAULTS, type Refused } from '../fault.js';
import type { FiledExperiment } from '../workspace.js';
import { errorPart, type FormState, marked, type Posted, sortedFault } from './atfield.js';
import { concludeForm } from './conclude.js';
import { changedBy } from './conflict.js';
import type { Desk, StudioContext } from './desk.js';
import { numbersForm } from './planning.js';

interface ActionForm {
  readonly title: string;
  readonly at: 'experiments' | 'results';
  readonly draw: (filed: FiledExperiment, state: FormState) => Html;
}

const FORMS: Readonly<Record<string, ActionForm>> = {
  conclude: { title: 'Decide', at: 'results', draw: concludeForm },
  stop: { title: 'Stop', at: 'experiments', draw: stopForm },
  plan: {
    title: 'Plan how many visitors it needs',
    at: 'experiments',
    draw: (filed, state) => html`<div class="form">${numbersForm(filed, state)}</div>`,
  },
};

/** Null where the action has no form with fields. */
export async function refusedAction(
  desk: Desk,
  c: StudioContext,
  action: string,
  { id, fields, fault }: { readonly id: string; readonly fields: Posted; readonly fault: Refused },
): Promise<Response | null> {
  const filed = (await desk.house.workspace.read()).experiments.get(id);
  const form = Object.hasOwn(FORMS, action) ? FORMS[action] : undefined;
  if (!form || !filed) return null;
  const said = fault.code === 'CONFLICT' ? await conflictFault(desk, c, filed, fault) : fault;
  const { errors, notice } = sortedFault(said, (path) => (fields[path] === undefined ? PLACES[path] : path));
  const body = html`
      <p class="crumbs"><a href="/experiments/${id}">${filed.source.raw.name}</a></p>
      <h1>${form.title}</h1>
      ${form.draw(filed, { typed: fields, errors })}
      <p><a href="/experiments/${id}">Cancel</a></p>`;
  return desk.showAtOnce(c, { title: form.title, at: form.at, body, notice }, FAULTS[fault.code][0]);
}

/** Fields that a browser does not send where nothing is chosen, and others of the API. */
const PLACES: Readonly<Record<string, string>> = {
  decision: 'decision',
  today: 'today',
  change: 'change',
  reason: 'reason',
  winningVariant: 'winner',
  'conclusion.winner': 'winner',
};

async function conflictFault(desk: Desk, c: StudioContext, filed: FiledExperiment, fault: Refused): Promise<Refused> {
  const who = await changedBy(desk, c, filed);
  return {
    ...fault,
    message: `${who} changed the experiment since you opened this form, and nothing was saved: look at the experiment, then send the form again`,
  };
}

function stopForm({ id, source, revision }: FiledExperiment, { typed, errors }: FormState): Html {
  return html`<form class="form" method="post" action="/experiments/${id}/stop"><input type="hidden" name="revision" value="${revision}">
          <label>Why ${errorPart(errors, 'reason')}<textarea name="reason" rows="2" required${marked(errors, 'reason')}>
${typed.reason ?? ''}</textarea></label>
          <label>Winner ${errorPart(errors, 'winner')}<select name="winner"${marked(errors, 'winner')}><option value="">none</option>${source.raw.variants.map(({ key, name }) => html`<option value="${key}"${typed.winner === key ? { html: ' selected' } : ''}>${name}</option>`)}</select></label>
          <label>What was learned <textarea name="learning" rows="2">
${typed.learning ?? ''}</textarea></label>
          <button class="primary">Stop it</button></form>`;
}
