/**
 * Runs the page in the browser: a slider that clones its slides, a list that uses its rows again, a feed without an
 * end.
 */

import { Splide } from '@splidejs/splide';
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';

const slider = new Splide('.splide', { type: 'loop', perPage: 2, speed: 0 }).mount();

const list = document.getElementById('list') as HTMLElement;
const rows = document.getElementById('rows') as HTMLElement;
/** A row for each place on the screen, as lists do that reuse their elements. */
const pool: HTMLElement[] = [];

const show = (): void => {
  const items = virtualizer.getVirtualItems();
  rows.style.height = `${virtualizer.getTotalSize()}px`;
  while (pool.length < items.length) pool.push(rows.appendChild(document.createElement('div')));
  items.forEach(({ index, start }, place) => {
    const row = pool[place] as HTMLElement;
    row.className = index % 3 ? 'row' : 'row promo';
    row.dataset.id = `${index}`;
    row.style.transform = `translateY(${start}px)`;
    row.textContent = `Item ${index}`;
  });
};

const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
  count: 1000,
  getScrollElement: () => list,
  estimateSize: () => 40,
  overscan: 2,
  scrollToFn: elementScroll,
  observeElementRect,
  observeElementOffset,
  onChange: show,
});
virtualizer._didMount();
virtualizer._willUpdate();
show();

Object.assign(window, { slider });
