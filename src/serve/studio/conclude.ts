/**
 * Shows the note that ends an experiment: what was decided, which variant won, and what it taught. It is kept in the
 * file.
 */

import type { FieldEdit } from '../../authoring/checks.js';
import { defaultControl } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { type Html, html } from '../../pages/index.js';
import { changeExperiment } from '../api/lifecycle.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import { errorPart, type FieldErrors, type FormState, FRESH, marked, type Posted, refusedAt } from './atfield.js';
import { filledIn } from './forms.js';

const DECISIONS = [
  ['ship', 'Ship', 'everyone in the experiment gets the winner with the next publication, until it is built in'],
  ['keep', 'Keep', 'with the next publication everyone gets the page as it was'],
  ['repeat', 'Repeat', 'it is tested again; until then everyone gets the page as it was'],
] as const;

/** The form; nothing for a draft, which nobody was in. */
export function concludePart(filed: FiledExperiment): Html {
  const { conclusion } = filed.source.raw;
  const status = statusOf(filed.source.raw);
  if (status === 'draft') return html``;
  const form = concludeForm(filed);
  if (status === 'archived')
    return html`<details class="after"><summary>${conclusion ? 'Change the note' : 'Write down how it ended'}</summary>${form}</details>`;
  return html`<section aria-labelledby="decide"><h2 id="decide">Decide</h2>
        <p class="quiet">Nobody is counted any more, and the note stays in its file. Once a winner is built into the page, archive the experiment.</p>${form}</section>`;
}

/** As it was filled in, where it was refused. */
export function concludeForm({ id, source, revision }: FiledExperiment, { typed, errors }: FormState = FRESH): Html {
  const { variants, conclusion } = source.raw;
  const isEnded = statusOf(source.raw) === 'archived';
  const [decision, winner] = [typed.decision ?? conclusion?.decision, typed.winner ?? conclusion?.winner];
  return html`<form class="form conclude" method="post" action="/experiments/${id}/conclude"><input type="hidden" name="revision" value="${revision}">
          <fieldset><legend>Decision</legend>${errorPart(errors, 'decision')}${DECISIONS.map(([value, name, meaning]) => html`<label class="check"><input type="radio" name="decision" value="${value}" required${decision === value ? { html: ' checked' } : ''}> ${name}: ${isEnded ? ENDED[value] : meaning}</label>`)}
          <label>Winner ${errorPart(errors, 'winner')}<select name="winner"${marked(errors, 'winner')}><option value="">none</option>${variants.map(({ key, name }) => html`<option value="${key}"${winner === key ? { html: ' selected' } : ''}>${name}</option>`)}</select></label>
          <label>Why ${errorPart(errors, 'reason')}<textarea name="reason" rows="2" required${marked(errors, 'reason')}>
${typed.reason ?? conclusion?.reason ?? ''}</textarea></label>
          <label>What was learned <span class="hint">for whoever finds it in a year</span> <textarea name="learning" rows="2">
${typed.learning ?? conclusion?.learning ?? ''}</textarea></label></fieldset>
          <p><button class="primary">${isEnded ? 'Save the note' : 'End the experiment'}</button></p></form>`;
}

/** A note that is changed later gives nobody another page. */
const ENDED = { ship: 'the winner is built in', keep: 'all stays as it was', repeat: 'it is tested again' };

/** Writes the note; of what has not ended yet, gives everyone the winner that is shipped, or archives it. */
export async function concludeExperiment(
  house: House,
  id: string,
  fields: Posted,
  caller: Caller,
): Promise<Done<object>> {
  const filed = (await house.workspace.read()).experiments.get(id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const { raw } = filed.source;
  const [decision, winner, reason, learning] = ['decision', 'winner', 'reason', 'learning'].map((name) =>
    filledIn(fields[name]),
  );
  const wrong = wrongNote(raw, { decision, winner, reason });
  if (Object.keys(wrong).length) return refusedAt(wrong);
  const conclusion = {
    decision,
    ...(winner !== undefined && { winner }),
    reason,
    ...(learning !== undefined && { learning }),
  };
  const edits: FieldEdit[] = [...endingEdits(raw, decision, winner), { path: ['conclusion'], value: conclusion }];
  return changeExperiment(house, id, { what: 'experiment.conclude', edits, reason }, caller);
}

type Raw = FiledExperiment['source']['raw'];

function wrongNote(
  raw: Raw,
  { decision, winner, reason }: Readonly<Record<'decision' | 'winner' | 'reason', string | undefined>>,
): FieldErrors {
  const isVariant = raw.variants.some(({ key }) => key === winner);
  const isControl = winner === (raw.control ?? defaultControl(raw.variants));
  return {
    ...(!DECISIONS.some(([value]) => value === decision) && {
      decision: 'Say what was decided: ship, keep or repeat.',
    }),
    ...(winner !== undefined && !isVariant && { winner: `There is no variant ${winner}.` }),
    ...(decision === 'ship' && winner === undefined && { winner: 'Say which variant is for everyone.' }),
    ...(decision === 'ship' && isControl && { winner: 'This is the page as it was: decide to keep it.' }),
    ...(reason === undefined && { reason: 'Say why: it is kept in the history.' }),
  };
}

/** A winner stays on the page without being counted: what is archived shows nobody anything. */
function endingEdits(raw: Raw, decision: string | undefined, winner: string | undefined): FieldEdit[] {
  const status = statusOf(raw);
  if (status === 'archived') return [];
  if (decision !== 'ship') return [{ path: ['status'], value: 'archived' }];
  return [
    ...(status === 'running' ? [] : [{ path: ['status'], value: 'running' }]),
    { path: ['divertTo'], value: winner },
  ];
}
