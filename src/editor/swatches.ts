/** Offers the page's own colours, for the properties that have one. */

import { coloursOf } from './colours.js';
import { button, make } from './made.js';

/** A row of colours. */
export interface Swatches {
  readonly node: HTMLElement;
  /** Shows it for a property that has a colour. */
  judge(property: string): void;
}

/** Makes the row. */
export function createSwatches(onChoose: (colour: string) => void): Swatches {
  const node = make('div', { class: 'row', role: 'group', 'aria-label': 'Colours of this page' });
  for (const colour of coloursOf()) {
    const swatch = button('', () => onChoose(colour), { class: 'swatch', 'aria-label': colour, title: colour });
    swatch.style.backgroundColor = colour;
    node.append(swatch);
  }
  return {
    node,
    judge(property) {
      node.hidden = !/color|border|background/.test(property);
    },
  };
}
