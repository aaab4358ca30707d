/** Shows the split of one experiment as a table with a bar to each variant. */

import { element } from './elements.js';
import type { ShownSplit, ShownVariant } from './split.js';

/** The card of one experiment. */
export function bars({ id, name, subjects, arms }: ShownSplit): HTMLElement {
  const head = element('tr', {}, ...['Variant', 'Visitors', 'Share', 'Expected'].map(column));
  return element(
    'article',
    { class: 'card' },
    element(
      'header',
      {},
      element('h2', {}, name),
      element('p', { class: 'quiet' }, `${id}, ${visitors(subjects)} exposed`),
    ),
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...arms.map(bar))),
  );
}

const column = (title: string, index: number): HTMLElement =>
  element('th', { scope: 'col', class: index === 0 ? '' : 'number' }, title);

function bar({ key, subjects, share, expected }: ShownVariant): HTMLElement {
  const track = element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span', { class: 'bar-share' }));
  track.style.setProperty('--share', String(share));
  if (expected !== null) {
    track.style.setProperty('--expected', String(expected));
    track.append(element('span', { class: 'bar-expected' }));
  }
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('code', {}, key), track),
    element('td', { class: 'number' }, String(subjects)),
    element('td', { class: 'number' }, percent(share)),
    element('td', { class: 'number quiet' }, expected === null ? 'not known' : percent(expected)),
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const visitors = (count: number): string => (count === 1 ? '1 visitor' : `${count} visitors`);
