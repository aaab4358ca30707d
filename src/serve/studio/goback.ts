/** Shows what a target held before, by who published it and when, and says where somebody went back. */

import { type Html, html, shortened } from '../../pages/index.js';
import type { TargetState } from '../holdings.js';
import type { Deed } from '../record.js';
import { timeOf, timeText } from './page.js';
import { personIn } from './words.js';

/** What is known of a target's past. */
export interface PastPublications {
  readonly state: TargetState;
  /** The newest first. */
  readonly deeds: readonly Deed[];
}

const CHANGING: ReadonlySet<string> = new Set(['publish', 'rollback']);

/** Those that gave the target another revision. */
const publicationsIn = ({ state, deeds }: PastPublications): readonly Deed[] =>
  deeds.filter((deed) => deed.state === 'done' && CHANGING.has(deed.what) && deed.target === state.target);

/** Who went back to what is published now; null where the last thing that was done is another. */
export function wentBack(past: PastPublications): Deed | null {
  const [last] = publicationsIn(past);
  return last?.what === 'rollback' && last.after === past.state.revision ? last : null;
}

/** That it would come again, for whoever is about to publish it. */
export const wentBackPart = ({ who, at, reason }: Deed): Html => html`
          <p class="risk">${personIn(who)} went back on ${timeOf(at)}${reason === undefined ? '.' : html`: ${reason.replace(/\.$/, '')}.`} Of these changes, those that visitors had before would come again.</p>`;

/** The form that goes back. */
export function backPart(past: PastPublications, to: string | null): Html {
  const { history } = past.state;
  return html`<section aria-labelledby="back"><h2 id="back">Go back</h2>
        ${
          history.length
            ? html`<details class="drop" name="popover"><summary>Roll back</summary><form method="post" action="/rollback"><input type="hidden" name="to" value="${to ?? ''}">
          <label>To what was published <select name="revision">${history.map((revision) => html`<option value="${revision}">${revisionText(revision, past)}</option>`)}</select></label>
          <label>Why <span class="hint">kept in the history</span> <textarea name="reason" rows="2"></textarea></label>
          <p>Visitors get what they had then. Your experiments stay as they are here: what is newer waits to be published again, and leaves this list.</p>
          <button class="danger">Roll back</button></form></details>`
            : html`<p class="quiet">There is no earlier publication yet.</p>`
        }</section>`;
}

/** `30 Nov 2026, 12:02 UTC, Ada: A new season begins`; of a publication that is not in the record its revision. */
function revisionText(revision: string, past: PastPublications): string {
  const deed = publicationsIn(past).find(({ after, what }) => after === revision && what === 'publish');
  if (!deed) return `not from Studio: revision ${revision}`;
  return `${timeText(deed.at)}, ${personIn(deed.who)}${deed.reason === undefined ? '' : `: ${shortened(deed.reason)}`}`;
}
