/** Holds the changes of every variant, each with its undo and redo, and which variant is shown. */

import type { Kept } from './memory.js';
import { emptySketch, type Sketch } from './sketch.js';
import type { FiledTest, FiledVariant } from './studio.js';
import { changesOf, outcomeOf, type VariantWork } from './work.js';

/** The sheets of one page. */
export interface Sheets {
  variants(): readonly FiledVariant[];
  /** Of the variant with this key; default: of the one that is shown. */
  sketch(key?: string): Sketch;
  setSketch(next: Sketch, key?: string): void;
  outcome(key: string): VariantWork;
  /** The key of the variant that is shown. */
  shown(): string;
  show(key: string): void;
  /** The key of the variant whose file somebody takes along: for the control, which changes nothing, the one before. */
  taken(): string;
  /** All of them, as they are kept over a reload. */
  kept(): Kept['sheets'];
}

/**
 * Makes them.
 *
 * @param filed the experiment as Studio has it now; null for one that is made here
 * @param ownName the name of the only variant of such a one
 */
export function createSheets(filed: () => FiledTest | null, ownName: () => string, kept: Kept | null): Sheets {
  const variants = (): readonly FiledVariant[] => filed()?.variants ?? ownVariants(ownName());
  const isOfControl = (key: string): boolean => variants().some((one) => one.key === key && one.isControl);
  const sheets = new Map(
    variants().map((one) => [one.key, kept?.sheets[one.key] ?? { ...emptySketch, edits: changesOf(one) }]),
  );
  const first = variants().find(({ isControl }) => !isControl)?.key ?? '';
  let shown = variants().find(({ key }) => key === kept?.shown)?.key ?? first;
  let taken = isOfControl(shown) ? first : shown;
  const sketch = (key = shown): Sketch => sheets.get(key) ?? emptySketch;
  return {
    variants,
    sketch,
    setSketch: (next, key = shown) => void sheets.set(key, next),
    outcome: (key) => outcomeOf(sketch(key).edits),
    shown: () => shown,
    show(key) {
      shown = key;
      if (!isOfControl(key)) taken = key;
    },
    taken: () => taken,
    kept: () => Object.fromEntries([...sheets].map(([key, one]) => [key, shortened(one)])),
  };
}

/** So many steps are kept over a reload: each is a whole list, and a browser keeps five megabytes. */
const KEPT_STEPS = 50;

const shortened = ({ edits, future, past }: Sketch): Sketch => ({
  edits,
  past: past.slice(-KEPT_STEPS),
  future: future.slice(0, KEPT_STEPS),
});

/** The key under which the only variant is kept, whatever it is called. */
const OWN = 'treatment';

const ownVariants = (name: string): FiledVariant[] =>
  [
    { key: 'control', name: 'As it is', isControl: true },
    { key: OWN, name: name || OWN, isControl: false },
  ].map((one) => ({ ...one, css: '', domOps: [], hasCode: false }));
