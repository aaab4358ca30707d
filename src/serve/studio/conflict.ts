/** Shows who changed an experiment while somebody else did, what each changed, and how to have both. */

import { type Html, html } from '../../pages/index.js';
import { mergeLines } from '../carrying.js';
import { diffOf } from '../differing.js';
import type { FiledExperiment } from '../workspace.js';
import { whoIs } from '../writing.js';
import type { Desk, StudioContext } from './desk.js';
import { diffPart } from './history.js';
import { personIn } from './words.js';

/** Three texts of one file, with ends of lines as forms have them. */
export interface ConflictTexts {
  /** As it was when the form was opened; undefined where the form did not say. */
  readonly base: string | undefined;
  readonly own: string;
  readonly theirs: string;
}

/** The page; null where nothing of one's own is lost. */
export async function conflictPage(
  desk: Desk,
  c: StudioContext,
  filed: FiledExperiment,
  texts: ConflictTexts,
): Promise<Response | null> {
  const { base, own, theirs } = texts;
  if (own === theirs || own === base) return null;
  const who = await changedBy(desk, c, filed);
  const title = `${who} changed this meanwhile`;
  return desk.showAtOnce(c, { title, at: 'experiments', body: bodyOf(filed, texts, who) }, 412);
}

/** Whoever Studio does not know by name. */
const NOBODY = 'Somebody';

/** Whoever made the file as it is now, as far as Studio knows: it may have come by git. */
export async function changedBy(desk: Desk, c: StudioContext, { id, revision }: FiledExperiment): Promise<string> {
  const deeds = await desk.house.record.read({ experiment: id });
  const last = deeds.find(({ state, after }) => state === 'done' && after === revision);
  if (!last) return NOBODY;
  return last.who === whoIs(desk.caller(c).author) ? 'You' : personIn(last.who);
}

function bodyOf({ id, source, revision }: FiledExperiment, { base, own, theirs }: ConflictTexts, who: string): Html {
  const both = base === undefined ? null : mergeLines(base, own, theirs);
  const where = who === 'You' ? 'You changed this in another window' : `${who} changed this`;
  const diffs: readonly (readonly [string, string])[] =
    base === undefined
      ? [['From the file as it is now to yours', diffOf(theirs, own)]]
      : [
          [
            `What ${who === 'You' ? 'you changed there' : `${who === NOBODY ? 'somebody' : who} changed`}`,
            diffOf(base, theirs),
          ],
          ['What you changed here', diffOf(base, own)],
        ];
  return html`
      <p class="crumbs"><a href="/experiments/${id}">${source.raw.name}</a></p>
      <h1>Not saved yet</h1>
      <div class="message message-bad" role="alert"><p>${where} since you opened it. Nothing that you typed is lost.${both === null ? ' You changed the same lines, so choose what holds.' : ''}</p></div>
      ${diffs.map(([name, diff]) => html`<section><h2>${name}</h2>${diffPart(diff)}</section>`)}
      <section><form method="post" action="/experiments/${id}/edit"><input type="hidden" name="revision" value="${revision}">
        <textarea name="base" hidden>
${theirs}</textarea><textarea name="yaml" hidden>
${both ?? own}</textarea>
        <p class="row"><button class="primary">${both === null ? 'Open the form with my version' : 'Open the form with my changes on top'}</button><a class="button" href="/experiments/${id}">Keep it as it is now</a></p></form>
        <p class="quiet">Opening the form saves nothing yet.${both === null ? ' Saving your version takes back what was changed there.' : ''}</p></section>`;
}
