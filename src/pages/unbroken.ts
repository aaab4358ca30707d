/** Keeps together in a line of text what a narrow page must not break: days, and the parts of a ratio. */

import { type Html, html } from './html.js';

/** `2026-11-29`, `29 Nov 2026`, `3,020 : 2,980`: a browser breaks after a hyphen, and at a space. */
const WHOLE = /(\d{4}-\d\d-\d\d|\b\d{1,2} [A-Z][a-z]{2,3} \d{4}\b|\d[\d,.]*%?(?: : \d[\d,.]*%?)+)/;

/** The same text. What is wider than the page alone still breaks. */
export const unbroken = (text: string): Html =>
  html`${text.split(WHOLE).map((part, at) => (at % 2 ? html`<span class="whole">${part}</span>` : part))}`;
