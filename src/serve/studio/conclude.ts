/**
 * Shows the note that ends an experiment: what was decided, which variant won, and what it taught. It is kept in the
 * file.
 */

import type { FieldEdit } from '../../authoring/checks.js';
import { statusOf } from '../../core/index.js';
import { type Html, html } from '../../pages/index.js';
import { changeExperiment } from '../api/lifecycle.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import { filledIn } from './forms.js';

const DECISIONS = [
  ['ship', 'Ship', 'the winner is for everyone'],
  ['keep', 'Keep', 'all stays as it was'],
  ['repeat', 'Repeat', 'it is tested again'],
] as const;

/** The form; nothing for a draft, which nobody was in. */
export function concludePart({ id, source, revision }: FiledExperiment): Html {
  const { variants, conclusion } = source.raw;
  const status = statusOf(source.raw);
  if (status === 'draft') return html``;
  const form = html`<form class="form conclude" method="post" action="/experiments/${id}/conclude"><input type="hidden" name="revision" value="${revision}">
          <fieldset><legend>Decision</legend>${DECISIONS.map(([value, name, meaning]) => html`<label class="check"><input type="radio" name="decision" value="${value}" required${conclusion?.decision === value ? { html: ' checked' } : ''}> ${name}: ${meaning}</label>`)}
          <label>Winner <select name="winner"><option value="">none</option>${variants.map(({ key, name }) => html`<option value="${key}"${conclusion?.winner === key ? { html: ' selected' } : ''}>${name}</option>`)}</select></label>
          <label>Why <textarea name="reason" rows="2" required>
${conclusion?.reason ?? ''}</textarea></label>
          <label>What was learned <span class="hint">for whoever finds it in a year</span> <textarea name="learning" rows="2">
${conclusion?.learning ?? ''}</textarea></label></fieldset>
          <p><button class="primary">${status === 'archived' ? 'Save the note' : 'End the experiment'}</button></p></form>`;
  if (status === 'archived')
    return html`<details class="after"><summary>${conclusion ? 'Change the note' : 'Write down how it ended'}</summary>${form}</details>`;
  return html`<section aria-labelledby="decide"><h2 id="decide">Decide</h2>
        <p class="quiet">The experiment ends, and the note stays in its file. With the next publication everyone gets the page as it is. To give everyone the winner until it is built in, <a href="/experiments/${id}">ship it</a> in place of this.</p>${form}</section>`;
}

/** Writes the note, and archives what has not ended yet. */
export async function concludeExperiment(
  house: House,
  id: string,
  fields: Readonly<Record<string, string | undefined>>,
  caller: Caller,
): Promise<Done<object>> {
  const filed = (await house.workspace.read()).experiments.get(id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const { raw } = filed.source;
  const [decision, winner, reason, learning] = ['decision', 'winner', 'reason', 'learning'].map((name) =>
    filledIn(fields[name]),
  );
  if (!DECISIONS.some(([value]) => value === decision))
    return refused('INVALID_INPUT', { message: 'Say what was decided: ship, keep or repeat' });
  if (decision === 'ship' && winner === undefined)
    return refused('INVALID_INPUT', { message: 'Say which variant is for everyone' });
  const conclusion = {
    decision,
    ...(winner !== undefined && { winner }),
    ...(reason !== undefined && { reason }),
    ...(learning !== undefined && { learning }),
  };
  const edits: FieldEdit[] = [
    ...(statusOf(raw) === 'archived' ? [] : [{ path: ['status'], value: 'archived' }]),
    { path: ['conclusion'], value: conclusion },
  ];
  return changeExperiment(house, id, { what: 'experiment.conclude', edits, reason }, caller);
}
