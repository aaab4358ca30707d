/** Holds what somebody works on: the sketches of all variants, which one is shown, where and for whom it holds. */

import type { Op, Rule, Trigger } from '../core/index.js';
import type { Kept } from './memory.js';
import type { Choice } from './settings.js';
import { emptySketch, opsOf, type PageChange, redone, type Sketch, undone, withChanges } from './sketch.js';
import type { FiledTest, FiledVariant, SavedWork } from './studio.js';
import { type DeviceChoice, deviceOf, type PlaceChoice, ruleFor, type Where } from './where.js';
import { changesOf, isSameWork, mergedWork, outcomeOf, type VariantWork } from './work.js';
import { idFrom, type Named, titled, yamlOf } from './yaml.js';

/** The work of one page. */
export interface EditorDesk {
  sketch(): Sketch;
  edit(edits: readonly PageChange[]): void;
  undo(): void;
  redo(): void;
  /** What the page shows: of the variant that is chosen, or of a list that is only tried. */
  ops(edits?: readonly PageChange[]): readonly Op[];
  css(): string;
  tab(): Pick<FiledVariant, 'key' | 'name' | 'isControl' | 'hasCode'>;
  tabs(): readonly Pick<FiledVariant, 'key' | 'name' | 'isControl'>[];
  choose(key: string): void;
  where(): Where;
  places(): readonly Choice<Where>[];
  setWhere(where: Where): void;
  device(): DeviceChoice;
  setDevice(device: DeviceChoice): void;
  names(): { readonly name: string; readonly variant: string };
  setName(name: string): void;
  setVariant(variant: string): void;
  /** As a file of its own, for whoever has no Studio. */
  yaml(): string;
  kept(): Kept;
  /** The work of one variant, as Studio takes it. */
  workOf(key: string): SavedWork;
  /** The variants that say something else than Studio has. */
  unsaved(): readonly string[];
  isUnsaved(): boolean;
  filed(): FiledTest | null;
  /** Studio has this now; what is worked on stays. */
  setFiled(filed: FiledTest): void;
  /** Puts what was done here on top of what Studio has, or gives it up for that. */
  rebase(theirs: FiledTest, keepsMine: boolean): void;
}

/** Of an experiment of Studio, or of one that is made here; with what was kept in this tab. */
export function createEditorDesk(
  read: FiledTest | null,
  kept: Kept | null,
  places: readonly PlaceChoice[],
): EditorDesk {
  let filed = kept?.filed ?? read;
  const wish = {
    name: kept?.name ?? `Change of ${document.title || location.pathname}`,
    variant: kept?.variant ?? 'treatment',
    where: kept?.where ?? (read ? ('same' as const) : ('here' as const)),
    device: kept?.device ?? deviceOf(read?.rule),
  };
  const variants = (): readonly FiledVariant[] => filed?.variants ?? ownVariants(wish.variant);
  const sheets = new Map<string, Sketch>();
  for (const variant of variants())
    sheets.set(variant.key, { ...emptySketch, edits: kept?.sheets[variant.key] ?? changesOf(variant) });
  const isThere = variants().some(({ key }) => key === kept?.shown);
  let shown = (isThere && kept?.shown) || (variants().find(({ isControl }) => !isControl)?.key ?? '');
  // In an experiment of its own the variant may get another name, and stays the same.
  const keyOf = (key: string): string => (filed ? key : key === 'control' ? key : OWN);
  const sketch = (): Sketch => sheets.get(keyOf(shown)) ?? emptySketch;
  const setSketch = (next: Sketch): void => void sheets.set(keyOf(shown), next);
  const outcome = (key: string): VariantWork => outcomeOf(sheets.get(key)?.edits ?? []);
  const isElsewhere = (): boolean => wish.where !== 'same' || wish.device !== deviceOf(filed?.rule);
  const unsaved = (): string[] =>
    (filed?.variants ?? []).filter((one) => !one.isControl && !isSameWork(outcome(one.key), one)).map(({ key }) => key);
  const trigger = (): Trigger =>
    filed && wish.where === 'same'
      ? ((filed.trigger ?? { kind: 'auto' }) as unknown as Trigger)
      : (places.find(({ where }) => where === wish.where)?.trigger ?? { kind: 'auto' });
  const rule = (): Rule | null =>
    filed && wish.device === deviceOf(filed.rule) ? ((filed.rule ?? null) as Rule | null) : ruleFor(wish.device);
  if (!filed) shown = OWN;
  const isOfControl = (key: string): boolean => variants().some((one) => one.key === key && one.isControl);
  // Nobody takes the control along, which changes nothing: its tab has the file of the variant that was shown before.
  let taken = isOfControl(shown) ? (variants().find(({ isControl }) => !isControl)?.key ?? '') : shown;

  return {
    sketch,
    edit: (edits) => setSketch(withChanges(sketch(), edits)),
    undo: () => setSketch(undone(sketch())),
    redo: () => setSketch(redone(sketch())),
    ops: (edits = sketch().edits) => opsOf(edits),
    css: () => outcomeOf(sketch().edits).css,
    tab: () => variants().find(({ key }) => keyOf(key) === keyOf(shown)) ?? NOBODY,
    tabs: variants,
    choose(key) {
      shown = keyOf(key);
      if (!isOfControl(shown)) taken = shown;
    },
    where: () => wish.where,
    places: () => [
      ...(filed ? [{ value: 'same' as const, words: sameWords(filed) }] : []),
      ...places.map(({ where, words }) => ({ value: where, words })),
    ],
    setWhere(where) {
      wish.where = where;
    },
    device: () => wish.device,
    setDevice(device) {
      wish.device = device;
    },
    names: () => wish,
    setName(name) {
      wish.name = name;
    },
    setVariant(variant) {
      wish.variant = variant;
    },
    yaml: () =>
      onlyOne(filed, taken) +
      yamlOf(
        {
          id: filed?.experimentId ?? idFrom(wish.name),
          name: filed?.name ?? wish.name,
          control: filed?.variants.find(({ isControl }) => isControl) ?? { key: 'control', name: 'Control' },
          variant: filed?.variants.find(({ key }) => key === taken) ?? ownName(idFrom(wish.variant)),
          trigger: trigger(),
          rule: rule(),
        },
        outcome(filed ? taken : OWN),
      ),
    kept: () => ({
      ...wish,
      sheets: Object.fromEntries([...sheets].map(([key, { edits }]) => [key, edits])),
      shown,
      experiment: filed?.experimentId ?? '',
      filed,
    }),
    workOf: (key) => ({
      variant: key,
      ...outcome(key),
      ...(wish.where !== 'same' && { trigger: wish.where === 'everywhere' ? null : trigger() }),
      ...(wish.device !== deviceOf(filed?.rule) && { rule: ruleFor(wish.device) }),
    }),
    unsaved,
    isUnsaved: () => unsaved().length > 0 || isElsewhere(),
    filed: () => filed,
    setFiled(next) {
      filed = next;
      wish.where = 'same';
      wish.device = deviceOf(next.rule);
    },
    rebase(theirs, keepsMine) {
      for (const one of theirs.variants) {
        const base = filed?.variants.find(({ key }) => key === one.key) ?? { css: '', domOps: [] };
        const mine = sheets.get(one.key) ?? emptySketch;
        const next = keepsMine ? mergedWork(base, outcomeOf(mine.edits), one) : one;
        sheets.set(one.key, withChanges(mine, changesOf(next)));
      }
      filed = theirs;
    },
  };
}

/** The key under which the only variant is kept, whatever it is called. */
const OWN = 'treatment';
const NOBODY = { key: '', name: '', isControl: true, hasCode: false };

const ownName = (key: string): Named => ({ key, name: titled(key) });

const ownVariants = (variant: string): FiledVariant[] =>
  [
    { key: 'control', name: 'As it is', isControl: true },
    { key: OWN, name: variant || OWN, isControl: false },
  ].map((one) => ({ ...one, css: '', domOps: [], hasCode: false }));

/** The file has more than what was edited here: whoever replaced it would lose the rest. */
const onlyOne = (filed: FiledTest | null, variant: string): string =>
  filed
    ? `# Only variant ${variant} of ${filed.experimentId}: copy its changes into the file, do not replace it.\n`
    : '';

function sameWords({ trigger }: FiledTest): string {
  if (!trigger || trigger.kind === 'auto') return 'As its file says: every page';
  return `As its file says: ${typeof trigger.pattern === 'string' ? trigger.pattern : String(trigger.kind)}`;
}
