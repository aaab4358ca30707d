/** Keeps a draft over reloads of its tab: work is not lost, and nothing of it outlives the tab. */

import type { PageChange } from './sketch.js';
import type { FiledTest } from './studio.js';
import type { DeviceChoice, Where } from './where.js';

/** What is kept. */
export interface Kept {
  /** By the key of its variant. */
  readonly sheets: Readonly<Record<string, readonly PageChange[]>>;
  readonly name: string;
  readonly variant: string;
  /** The key of the variant that is shown. */
  readonly shown: string;
  readonly where: Where;
  readonly device: DeviceChoice;
  /** The experiment of Studio that it is about; '' for none. */
  readonly experiment: string;
  /** As Studio had it when the work began. */
  readonly filed: FiledTest | null;
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

/** What was kept in this tab about an experiment, or null. */
export function recall(experiment: string): Kept | null {
  const kept = read();
  return kept?.experiment === experiment ? kept : null;
}

/** The experiment of Studio that was worked on in this tab, as it was then; null where there was none. */
export const recallFiled = (): FiledTest | null => read()?.filed ?? null;

function read(): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    return kept && typeof kept.sheets === 'object' && typeof kept.name === 'string' ? (kept as Kept) : null;
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
