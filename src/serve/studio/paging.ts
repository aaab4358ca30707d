/** Cuts a long list into pages, and links them: what was asked of the list besides is kept. */

import { type Html, html } from '../../pages/index.js';

/** So much stands on a page. */
export const PAGE_ROWS = 50;

/** One page of a list. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** `1,000 experiments`, with which of them these are. */
  readonly count: Html;
  /** Links to the others; nothing where there are none. */
  readonly links: Html;
}

/** What is said of a list. */
export interface ListAsked {
  /** As the address says it: anything. */
  readonly page: string | undefined;
  readonly path: string;
  /** Kept in the links; what is empty is left out. */
  readonly query: Readonly<Record<string, string>>;
  /** How many there are, in words. */
  readonly words: Html;
}

/** A page that is none is the nearest one. */
export function pageOfList<Item>(all: readonly Item[], { page, path, query, words }: ListAsked): ListPage<Item> {
  const last = Math.max(1, Math.ceil(all.length / PAGE_ROWS));
  const at = Math.min(last, Math.max(1, Math.trunc(Number(page)) || 1));
  const from = (at - 1) * PAGE_ROWS;
  const items = all.slice(from, from + PAGE_ROWS);
  const hrefOf = (other: number): string => {
    const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
    if (other > 1) asked.set('page', String(other));
    return asked.size ? `${path}?${asked}` : path;
  };
  const which =
    last > 1 ? html`: ${(from + 1).toLocaleString('en')} to ${(from + items.length).toLocaleString('en')}` : '';
  return { items, count: html`<p class="quiet">${words}${which}</p>`, links: linksPart(at, last, hrefOf) };
}

function linksPart(at: number, last: number, hrefOf: (page: number) => string): Html {
  if (last < 2) return html``;
  const near = Array.from({ length: last }, (_, index) => index + 1).filter(
    (page) => page === 1 || page === last || Math.abs(page - at) < 2,
  );
  const numbers = near.map((page, index) => {
    const gap = page - (near[index - 1] ?? 0) > 1 ? html`<span aria-hidden="true">…</span> ` : '';
    return html`${gap}<a href="${hrefOf(page)}"${page === at ? CURRENT_PAGE : ''}>${page}</a> `;
  });
  return html`<nav class="pages" aria-label="Pages">${at > 1 ? html`<a href="${hrefOf(at - 1)}" rel="prev">Previous</a> ` : ''}${numbers}${at < last ? html`<a href="${hrefOf(at + 1)}" rel="next">Next</a>` : ''}</nav>`;
}

const CURRENT_PAGE: Html = { html: ' aria-current="page"' };
