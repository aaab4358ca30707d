/** The panel: variants, what was picked, the list of changes, where and for whom they hold, and how they are saved. */

import { keepingFocus, whenOther } from './focus.js';
import { changeRows } from './list.js';
import { button, field, make } from './made.js';
import type { PageChange } from './sketch.js';
import type { Complaint } from './stage.js';
import type { StudioRemark } from './studio.js';
import type { DeviceChoice, Where } from './where.js';
import { WIDTHS, type Width } from './widths.js';

/** What the panel tells. */
export interface PanelEvents {
  onPick(): void;
  onUndo(): void;
  onRedo(): void;
  onCompare(isHeld: boolean): void;
  onEdits(edits: readonly PageChange[]): void;
  onOpen(change: PageChange): void;
  onSheet(css: string): void;
  onShow(variant: string): void;
  onWidth(width: Width): void;
  onWhere(where: Where): void;
  onDevice(device: DeviceChoice): void;
  onName(name: string): void;
  onVariant(key: string): void;
  onCopy(): void;
  onSave(): void;
  onLeave(): void;
}

/** A variant that can be looked at. */
export interface Tab {
  readonly key: string;
  readonly name: string;
  readonly isControl: boolean;
}

/** What the panel shows. */
export interface Shown {
  readonly edits: readonly PageChange[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly complaints: readonly Complaint[];
  readonly yaml: string;
  readonly css: string;
  readonly findings: readonly StudioRemark[];
  /** The variant that is shown, and all of them. */
  readonly tab: Tab;
  readonly tabs: readonly Tab[];
  /** Whether there is something that Studio does not have; null where there is no Studio. */
  readonly isUnsaved: boolean | null;
}

/** One of several, with its words. */
export interface Choice<Value> {
  readonly value: Value;
  readonly words: string;
}

/** What stands in the panel at first. */
export interface PanelStart {
  readonly title: string;
  readonly where: Where;
  readonly places: readonly Choice<Where>[];
  readonly device: DeviceChoice;
  readonly devices: readonly Choice<DeviceChoice>[];
  /** What can be named here; null for an experiment of Studio, which has its names. */
  readonly names: { readonly name: string; readonly variant: string } | null;
}

/** The panel's parts that change. */
export interface Panel {
  readonly node: HTMLElement;
  show(shown: Shown): void;
  /** The part about what was picked; null: nothing is. */
  select(part: HTMLElement | null): void;
  picking(isOn: boolean): void;
  say(text: string, isBad?: boolean): void;
  /** Where keys begin. */
  focus(): void;
  /** Something that somebody has to decide; null: nothing is left to be decided. */
  ask(part: HTMLElement | null): void;
}

/** Makes the panel. */
export function createPanel(start: PanelStart, events: PanelEvents): Panel {
  const pick = button('Pick an element', events.onPick, { class: 'main', 'aria-pressed': 'false' });
  const undo = button('Undo', events.onUndo);
  const redo = button('Redo', events.onRedo);
  const status = make('p', { class: 'quiet', role: 'status' });
  const question = make('div');
  const picked = make('div');
  const tabs = make('div', { class: 'row', role: 'group', 'aria-label': 'Variant' });
  const note = make('p', { class: 'quiet' }, CONTROL_WORDS);
  const list = make('ul', { 'aria-label': 'Changes' });
  const css = make('textarea', {
    class: 'code',
    rows: '4',
    spellcheck: 'false',
    onchange: () => events.onSheet(css.value),
  });
  const yaml = make('textarea', { class: 'code', readonly: true, rows: '14', 'aria-label': 'YAML of the experiment' });
  const findings = make('ul', { 'aria-label': 'What the validator says' });
  const save = button('Save', events.onSave, { class: 'main' });
  const sheet = make('details', {}, make('summary', {}, 'CSS of the variant'), field('Style sheet', css));
  const open = (change: PageChange): void => {
    sheet.open ||= !!change.isSheet;
    if (change.isSheet) css.focus();
    else events.onOpen(change);
  };
  const work = make(
    'div',
    {},
    make('section', {}, make('div', { class: 'row' }, pick, undo, redo, compareButton(events.onCompare)), status),
    question,
    picked,
    make('section', {}, make('h2', {}, 'Changes'), list, sheet),
  );
  const showTabs = whenOther(
    ({ tab: { key }, tabs: all }: Shown) => [key, all],
    (shown) => tabs.replaceChildren(...tabButtons(shown, events.onShow)),
  );
  const showRows = whenOther(
    ({ complaints, edits }: Shown) => [edits, complaints],
    ({ complaints, edits }) => list.replaceChildren(...changeRows(edits, complaints, { ...events, onOpen: open })),
  );
  const body = make(
    'div',
    { class: 'body' },
    make('section', {}, tabs, note),
    work,
    findings,
    choices('Where it runs', 'where', start.places, start.where, events.onWhere),
    choices('Who sees it', 'device', start.devices, start.device, events.onDevice),
    widthsSection(events.onWidth),
    make(
      'section',
      {},
      ...(start.names
        ? [
            make('h2', {}, 'Experiment'),
            field('Name', named(start.names.name, events.onName)),
            field('Variant', named(start.names.variant, events.onVariant)),
          ]
        : []),
      make('details', {}, make('summary', {}, 'YAML'), yaml),
    ),
  );
  const copy = button('Copy YAML', events.onCopy);
  // It does not begin where the page does.
  const side = getComputedStyle(document.documentElement).direction === 'rtl' ? 'panel left' : 'panel';
  const node = make(
    'aside',
    { class: side, 'aria-label': 'fx editor' },
    header(start.title, () => node.classList.toggle('left'), events.onLeave),
    body,
    make('footer', {}, save, copy),
  );
  return {
    node,
    show: keepingFocus(node, (shown) => {
      undo.disabled = !shown.canUndo;
      redo.disabled = !shown.canRedo;
      const { isControl } = shown.tab;
      showTabs(shown);
      work.hidden = isControl;
      note.hidden = !isControl;
      showRows(shown);
      // What somebody types there is not taken away under their hands.
      if (css.getRootNode() instanceof ShadowRoot && (css.getRootNode() as ShadowRoot).activeElement !== css)
        css.value = shown.css;
      yaml.value = shown.yaml;
      findings.replaceChildren(...shown.findings.map(findingRow));
      findings.hidden = !shown.findings.length;
      save.hidden = shown.isUnsaved === null;
      save.disabled = !shown.isUnsaved;
      save.textContent = shown.isUnsaved === false ? 'Saved' : 'Save';
      copy.className = shown.isUnsaved === null ? 'main' : '';
    }),
    select: (part) => picked.replaceChildren(...(part ? [part] : [])),
    picking(isOn) {
      pick.setAttribute('aria-pressed', String(isOn));
      pick.textContent = isOn ? 'Picking: Escape ends it' : 'Pick an element';
    },
    say(text, isBad = false) {
      status.textContent = text;
      status.className = isBad ? 'bad' : 'quiet';
    },
    focus: () => pick.focus(),
    ask: (part) => question.replaceChildren(...(part ? [part] : [])),
  };
}

const CONTROL_WORDS =
  'This is the page as it is: what the others are compared with. It cannot be changed; choose another variant.';

const header = (title: string, onSide: () => void, onLeave: () => void): HTMLElement =>
  make(
    'header',
    {},
    make('h1', { title }, title),
    button('⇆', onSide, { 'aria-label': 'Move to the other side', class: 'small' }),
    button('Close', onLeave, { class: 'small' }),
  );

const tabButtons = ({ tab, tabs }: Shown, onShow: PanelEvents['onShow']): HTMLElement[] =>
  tabs.map(({ key, name }) =>
    button(name, () => onShow(key), { class: 'small', 'aria-pressed': String(key === tab.key) }),
  );

const findingRow = ({ line, message, path, severity }: StudioRemark): HTMLElement =>
  make('li', { class: severity === 'error' ? 'bad' : 'quiet' }, `line ${line}: ${path} ${message}`);

const named = (value: string, tell: (value: string) => void): HTMLInputElement => {
  const input = make('input', { value, oninput: () => tell(input.value) });
  return input;
};

/** Held by mouse or key, the page is as it was. */
function compareButton(onCompare: (isHeld: boolean) => void): HTMLButtonElement {
  let isHeld = false;
  const turn = (next: boolean) => (): void => {
    // Whoever only passes by with the keyboard has not held it.
    if (next !== isHeld) onCompare(next);
    isHeld = next;
  };
  const [hold, release] = [turn(true), turn(false)];
  const isKey = (event: Event): boolean => [' ', 'Enter'].includes((event as KeyboardEvent).key);
  return button('Hold to compare', () => undefined, {
    title: 'Or hold Alt+C',
    onpointerdown: hold,
    onpointerup: release,
    onpointerleave: release,
    onkeydown: (event) => isKey(event) && !(event as KeyboardEvent).repeat && hold(),
    onkeyup: (event) => isKey(event) && release(),
    onblur: release,
  });
}

/** One of several, as radio buttons. */
function choices<Value extends string>(
  legend: string,
  name: string,
  all: readonly Choice<Value>[],
  chosen: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  const labels = all.map(({ value, words }) =>
    make(
      'label',
      { class: 'choice' },
      make('input', { type: 'radio', name, checked: value === chosen, onchange: () => onChoose(value) }),
      words,
    ),
  );
  return make('fieldset', {}, make('legend', {}, legend), ...labels);
}

const widthsSection = (onWidth: PanelEvents['onWidth']): HTMLElement =>
  make(
    'section',
    {},
    make('h2', {}, 'Look at it as wide as'),
    make('div', { class: 'row' }, ...WIDTHS.map((one) => button(one.name, () => onWidth(one), { class: 'small' }))),
  );
