/** Says what to do where no event is shown. */

import { byId, element } from './elements.js';

/** An empty list says what to do next. */
export function showEmpty(shown: number, known: number, collectUrl: string): void {
  const empty = byId('empty', HTMLElement);
  empty.hidden = shown > 0;
  if (shown > 0) return;
  if (known > 0) {
    empty.replaceChildren(element('p', {}, 'No event passes these filters.'));
    return;
  }
  empty.replaceChildren(
    element('h2', {}, 'No events yet'),
    element(
      'p',
      {},
      'Open ',
      element('a', { href: '/' }, 'the site'),
      ' in a tab of its own. What it sends appears here at once.',
    ),
    element('p', {}, 'Still nothing? Look at these:'),
    element(
      'ul',
      {},
      element(
        'li',
        {},
        'Is an experiment running on that page? The ',
        element('a', { href: '/fx/' }, 'overview'),
        ' says where each one activates.',
      ),
      element('li', {}, `Does the tag have data-collect="${collectUrl}"? Pages that fx dev serves have it.`),
      element(
        'li',
        {},
        'Is a preview on in that tab? Previews send nothing; ',
        element('a', { href: '/?fx=off' }, '?fx=off'),
        ' ends it.',
      ),
      element('li', {}, 'An exposure is sent once for each page load and variant.'),
    ),
  );
}
