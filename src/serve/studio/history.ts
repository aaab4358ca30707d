/** History: who did what, in the whole folder. */

import { type Html, html } from '../../pages/index.js';
import type { Deed } from '../record.js';
import { deedLine } from './today.js';

/** The page's body. */
export const historyBody = (deeds: readonly Deed[]): Html => html`
      <h1>History</h1>
      ${deeds.length ? html`<ol class="deeds">${deeds.map(deedLine)}</ol>` : html`<p class="quiet">Nothing was done in Studio yet. Each change and each publication is written down here, with who did it and why.</p>`}`;
