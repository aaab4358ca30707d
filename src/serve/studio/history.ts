/**
 * Shows the history: who did what, in the whole folder and with one experiment, and the button that takes a change
 * back.
 */

import { type Html, html } from '../../pages/index.js';
import type { House } from '../house.js';
import type { Deed } from '../record.js';
import type { Catalogue } from '../workspace.js';
import { timeOf } from './page.js';
import { deedLine, notesPart } from './today.js';
import { withoutChange } from './undo.js';
import { deedText, personIn } from './words.js';

/** So many changes stand on a page. */
const MOST_SHOWN = 200;

/** The page's body. @param before the id of the change below which the page begins; undefined: from the last one */
export async function historyBody({ record, workspace }: House, before: string | undefined): Promise<Html> {
  const found = await record.read({ before, limit: MOST_SHOWN + 1 });
  return historyPage(found.slice(0, MOST_SHOWN), await workspace.read(), {
    isFirst: before === undefined,
    isLast: found.length <= MOST_SHOWN,
  });
}

const historyPage = (
  deeds: readonly Deed[],
  catalogue: Catalogue,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): Html => html`
      <h1>History</h1>
      ${deeds.length ? html`<ol class="deeds">${deeds.map((deed) => deedLine(deed, catalogue))}</ol>${pagesPart(isFirst ? null : '/history', isLast ? null : `/history?before=${deeds.at(-1)?.id}`)}` : !isFirst ? html`<p class="quiet">There is nothing older.</p>${pagesPart('/history', null)}` : html`<p class="quiet">Nothing was done in Studio yet. Each change and each publication is written down here, with who did it and why.</p>`}`;

const pagesPart = (newest: string | null, older: string | null): Html =>
  newest === null && older === null
    ? html``
    : html`<p>${newest === null ? '' : html`<a href="${newest}">Newest changes</a> `}${older === null ? '' : html`<a href="${older}">Older changes</a>`}</p>`;

/** What the history of one experiment is made of. */
export interface DeedsFacts {
  readonly id: string;
  readonly deeds: readonly Deed[];
  /** The file as it is now. */
  readonly text: string;
  readonly revision: string;
  readonly mayEdit: boolean;
}

/** Each change with its lines. */
export function deedsPart({ id, deeds, text, revision, mayEdit }: DeedsFacts): Html {
  if (!deeds.length) return html`<p class="quiet">No change was made in Studio yet.</p>`;
  return html`<ol class="deeds">${deeds.map(
    (
      deed,
    ) => html`<li><span>${personIn(deed.who)} ${deedText(deed)} it${deed.reason === undefined ? '' : html`: ${deed.reason}`}${deed.state === 'failed' ? html` <em>(not done)</em>` : ''}</span>
          <span class="quiet">${timeOf(deed.at)}${deed.commit === undefined ? '' : html` <code>${deed.commit.slice(0, 8)}</code>`}</span>
          ${notesPart(deed)}${deed.diff ? html`<details><summary>What changed</summary>${diffPart(deed.diff)}${mayEdit && withoutChange(deed, text) !== null ? undoForm(id, deed, revision) : ''}</details>` : ''}</li>`,
  )}</ol>`;
}

/** The lines that differ. */
export const diffPart = (diff: string): Html =>
  html`<pre class="diff" tabindex="0">${diff.split('\n').map(diffLine)}</pre>`;

const diffLine = (line: string): Html =>
  line.startsWith('@')
    ? html`<span class="same">…\n</span>`
    : html`<span class="${line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same'}">${line}\n</span>`;

const undoForm = (id: string, deed: Deed, revision: string): Html =>
  html`<form method="post" action="/experiments/${id}/undo"><input type="hidden" name="revision" value="${revision}"><input type="hidden" name="deed" value="${deed.id}"><button>Undo this change</button></form>`;
