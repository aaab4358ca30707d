/** Keeps a draft over reloads of its tab: work is not lost, and nothing of it outlives the tab. */

import { emptySketch, type PageChange, type Sketch } from './sketch.js';
import type { FiledTest } from './studio.js';
import { readTab, writeTab } from './tab.js';
import type { DeviceChoice, Where } from './where.js';

/** What is kept. */
export interface Kept {
  /** By the key of its variant, with the last steps that can be taken back. */
  readonly sheets: Readonly<Record<string, Sketch>>;
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

/** Keeps it, without its steps where these have no room; a tab that may not store anything works all the same. */
export function keep(kept: Kept): void {
  if (writeTab(KEY, JSON.stringify(kept))) return;
  const sheets = Object.entries(kept.sheets).map(([key, { edits }]) => [key, { ...emptySketch, edits }]);
  writeTab(KEY, JSON.stringify({ ...kept, sheets: Object.fromEntries(sheets) }));
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
    const kept = JSON.parse(readTab(KEY) ?? 'null') as Partial<Kept> | null;
    if (!kept || typeof kept.sheets !== 'object' || typeof kept.name !== 'string') return null;
    const sheets = Object.entries(kept.sheets).map(([key, sketch]) => [key, sketchOf(sketch)]);
    return { ...(kept as Kept), sheets: Object.fromEntries(sheets) };
  } catch {
    return null; // nothing of the editor's lies there
  }
}

/** An editor of before has kept the list alone, in a tab that is open since. */
const sketchOf = (kept: Sketch | readonly PageChange[]): Sketch =>
  'edits' in kept ? kept : { ...emptySketch, edits: kept };

/** Forgets it. */
export function forgetSketch(): void {
  writeTab(KEY, '');
}
