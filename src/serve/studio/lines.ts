/** Says what a variant changes on the page, in a line for each change. */

import { type Html, html, shortened } from '../../pages/index.js';
import type { FiledExperiment } from '../workspace.js';

type Variant = FiledExperiment['source']['raw']['variants'][number];
type Op = NonNullable<Variant['domOps']>[number];

/** A list; a sentence where nothing changes. */
export function linesPart(variant: Variant | undefined): Html {
  if (!variant) return html``;
  const lines = linesOf(variant);
  if (!lines.length) return html`<p class="quiet">The page as it is.</p>`;
  return html`<ul class="plain-list small">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function linesOf({ domOps = [], css, js, payload, redirect }: Variant): readonly string[] {
  return [
    ...domOps.map(opText),
    ...(css ? ['adds CSS'] : []),
    ...(js ? ['runs a script'] : []),
    ...(payload ? ['gives the page a payload'] : []),
    ...(redirect === undefined ? [] : [`leads to ${redirect}`]),
  ];
}

/** One change of the page. */
export function opText(op: Op): string {
  switch (op.op) {
    case 'replaceText':
      return `sets the text of ${op.selector}: “${shortened(op.value)}”`;
    case 'replaceHTML':
      return `sets the content of ${op.selector}`;
    case 'setAttr':
      return `sets ${op.name} of ${op.selector}: “${shortened(op.value)}”`;
    case 'addClass':
      return `adds the class ${shortened(op.value)} to ${op.selector}`;
    case 'removeClass':
      return `takes the class ${shortened(op.value)} from ${op.selector}`;
    case 'setStyle':
      return `sets ${op.name} of ${op.selector}: ${shortened(op.value)}`;
    case 'remove':
      return `removes ${op.selector}`;
    case 'injectHTML':
      return `adds to ${op.selector}`;
    case 'injectCSS':
      return 'adds CSS';
  }
}
