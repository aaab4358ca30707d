/** Holds what somebody works on: the changes of all variants, where and for whom they hold, and the file of it. */

import type { Op, Rule, Trigger } from '../core/index.js';
import type { Kept } from './memory.js';
import type { Choice, EditorSettings } from './settings.js';
import { createSheets } from './sheets.js';
import { opsOf, type PageChange, redone, type Sketch, undone, withChanges } from './sketch.js';
import type { FiledTest, FiledVariant, SavedWork } from './studio.js';
import { deviceOf, type PlaceChoice, ruleFor, type Where } from './where.js';
import { changesOf, isSameWork, mergedWork } from './work.js';
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
  places(): readonly Choice<Where>[];
  settings(): EditorSettings;
  set(settings: Partial<EditorSettings>): void;
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
  const wish: EditorSettings = {
    name: kept?.name ?? `Change of ${document.title || location.pathname}`,
    variant: kept?.variant ?? 'treatment',
    where: kept?.where ?? (read ? 'same' : 'here'),
    device: kept?.device ?? deviceOf(read?.rule),
  };
  const set: EditorDesk['set'] = (settings) => void Object.assign(wish, settings);
  const sheets = createSheets(
    () => filed,
    () => wish.variant,
    kept,
  );
  const { outcome, setSketch, shown, sketch, taken, variants } = sheets;
  const isElsewhere = (): boolean => wish.where !== 'same' || wish.device !== deviceOf(filed?.rule);
  const unsaved = (): string[] =>
    (filed?.variants ?? []).filter((one) => !one.isControl && !isSameWork(outcome(one.key), one)).map(({ key }) => key);
  const trigger = (): Trigger =>
    filed && wish.where === 'same'
      ? ((filed.trigger ?? { kind: 'auto' }) as unknown as Trigger)
      : (places.find(({ where }) => where === wish.where)?.trigger ?? { kind: 'auto' });
  const rule = (): Rule | null =>
    filed && wish.device === deviceOf(filed.rule) ? ((filed.rule ?? null) as Rule | null) : ruleFor(wish.device);

  return {
    sketch,
    edit: (edits) => setSketch(withChanges(sketch(), edits)),
    undo: () => setSketch(undone(sketch())),
    redo: () => setSketch(redone(sketch())),
    ops: (edits = sketch().edits) => opsOf(edits),
    css: () => outcome(shown()).css,
    tab: () => variants().find(({ key }) => key === shown()) ?? NOBODY,
    tabs: variants,
    choose: sheets.show,
    places: () => [
      ...(filed ? [{ value: 'same' as const, words: sameWords(filed) }] : []),
      ...places.map(({ where, words }) => ({ value: where, words })),
    ],
    settings: () => wish,
    set,
    yaml: () =>
      onlyOne(filed, taken()) +
      yamlOf(
        {
          id: filed?.experimentId ?? idFrom(wish.name),
          name: filed?.name ?? wish.name,
          control: filed?.variants.find(({ isControl }) => isControl) ?? { key: 'control', name: 'Control' },
          variant: filed?.variants.find(({ key }) => key === taken()) ?? ownName(idFrom(wish.variant)),
          trigger: trigger(),
          rule: rule(),
        },
        outcome(taken()),
      ),
    kept: () => ({
      ...wish,
      sheets: sheets.kept(),
      shown: shown(),
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
      set({ where: 'same', device: deviceOf(next.rule) });
    },
    rebase(theirs, keepsMine) {
      for (const one of theirs.variants) {
        const base = filed?.variants.find(({ key }) => key === one.key) ?? { css: '', domOps: [] };
        const next = keepsMine ? mergedWork(base, outcome(one.key), one) : one;
        setSketch(withChanges(sketch(one.key), changesOf(next)), one.key);
      }
      filed = theirs;
    },
  };
}

const NOBODY = { key: '', name: '', isControl: true, hasCode: false };

const ownName = (key: string): Named => ({ key, name: titled(key) });

/** The file has more than what was edited here: whoever replaced it would lose the rest. */
const onlyOne = (filed: FiledTest | null, variant: string): string =>
  filed
    ? `# Only variant ${variant} of ${filed.experimentId}: copy its changes into the file, do not replace it.\n`
    : '';

function sameWords({ trigger }: FiledTest): string {
  if (!trigger || trigger.kind === 'auto') return 'As its file says: every page';
  return `As its file says: ${typeof trigger.pattern === 'string' ? trigger.pattern : String(trigger.kind)}`;
}
