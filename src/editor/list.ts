/** Shows the list of changes: each is a line that is switched off and on, moved and deleted. */

import { changeTitle } from './forms.js';
import { button, make } from './made.js';
import { moved, type PageChange } from './sketch.js';
import type { Complaint } from './stage.js';

/** What the list tells. */
export interface ListEvents {
  onEdits(edits: readonly PageChange[]): void;
  /** A change shall be looked at and corrected. */
  onOpen(change: PageChange): void;
}

/** The lines. */
export function changeRows(
  edits: readonly PageChange[],
  complaints: readonly Complaint[],
  { onEdits, onOpen }: ListEvents,
): HTMLElement[] {
  if (!edits.length) return [make('li', { class: 'quiet' }, 'None yet. Pick an element, and change it.')];
  return edits.map((edit, at) => {
    const { id, isOn, isSheet, op } = edit;
    const title = isSheet ? 'CSS of the variant' : changeTitle(op);
    const selector = 'selector' in op ? op.selector : '';
    const met = complaints.filter((one) => selector && one.selector === selector).map(({ words }) => words);
    const toggle = make('input', {
      type: 'checkbox',
      checked: isOn,
      'aria-label': `On: ${title}`,
      onchange: () => onEdits(edits.map((one) => (one.id === id ? { ...one, isOn: !isOn } : one))),
    });
    return make(
      'li',
      { class: isOn ? '' : 'off' },
      make(
        'div',
        { class: 'row' },
        toggle,
        isSheet || 'selector' in op
          ? button(title, () => onOpen(edit), { class: 'title', title, 'aria-label': `Edit: ${title}` })
          : make('span', { class: 'title', title }, title),
        button('↑', () => onEdits(moved(edits, id, -1)), { ...small(`Up: ${title}`), disabled: at === 0 }),
        button('↓', () => onEdits(moved(edits, id, 1)), {
          ...small(`Down: ${title}`),
          disabled: at === edits.length - 1,
        }),
        button('✕', () => onEdits(edits.filter((one) => one.id !== id)), small(`Delete: ${title}`)),
      ),
      make('div', { class: 'code quiet' }, selector),
      ...(met.length && isOn ? [make('div', { class: 'bad' }, [...new Set(met)].join('; '))] : []),
    );
  });
}

const small = (label: string) => ({ class: 'small', 'aria-label': label });
