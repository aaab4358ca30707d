/** Keeps a draft over reloads of its tab: work is not lost, and nothing of it outlives the tab. */

import type { PageChange } from './sketch.js';

/** What is kept. */
export interface Kept {
  readonly edits: readonly PageChange[];
  readonly name: string;
  readonly variant: string;
  readonly where: string;
}

const KEY = 'fx-editor';

/** Keeps it; a tab that may not store anything works all the same. */
export function keep(kept: Kept): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage is blocked or full: the draft lives as long as the page.
  }
}

/** What was kept in this tab, or null. */
export function recall(): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    return kept && Array.isArray(kept.edits) && typeof kept.name === 'string' ? (kept as Kept) : null;
  } catch {
    return null; // nothing of the editor's lies there, or nothing may be read
  }
}

/** Forgets it. */
export function forgetSketch(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
