/** Makes the panel: tools, variants, what was picked, the list of changes, settings, and how all that is saved. */

import { keepingFocus, whenOther } from './focus.js';
import { changeRows } from './list.js';
import { button, field, make } from './made.js';
import { nameFields, type SettingsEvents, type SettingsStart, settingsParts } from './settings.js';
import type { PageChange } from './sketch.js';
import type { Complaint } from './stage.js';
import type { StudioRemark } from './studio.js';
import { createToolbar, type Toolbar, type ToolEvents, type ToolState } from './toolbar.js';

/** What the panel tells. */
export interface PanelEvents extends ToolEvents, SettingsEvents {
  onEdits(edits: readonly PageChange[]): void;
  onOpen(change: PageChange): void;
  onSheet(css: string): void;
  onShow(variant: string): void;
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
export interface Shown extends ToolState {
  readonly edits: readonly PageChange[];
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

/** What stands in the panel at first. */
export interface PanelStart extends SettingsStart {
  readonly title: string;
}

/** The panel's parts that change. */
export interface Panel extends Omit<Toolbar, 'show' | 'status' | 'turns'> {
  show(shown: Shown): void;
  /** The part about what was picked; null: nothing is. */
  select(part: HTMLElement | null): void;
  /** Something that somebody has to decide; null: nothing is left to be decided. */
  ask(part: HTMLElement | null): void;
}

/** Makes the panel. */
export function createPanel(start: PanelStart, events: PanelEvents): Panel {
  const { node: tools, show: showTools, status, turns, ...toolbar } = createToolbar(events);
  const question = make('div');
  const picked = make('div');
  const tabs = make('div', { class: 'row', role: 'group', 'aria-label': 'Variant' });
  const note = make('p', { class: 'quiet' }, CONTROL_WORDS);
  const list = make('ul', { 'aria-label': 'Changes' });
  const yaml = make('textarea', { class: 'code', readonly: true, rows: '14', 'aria-label': 'YAML of the experiment' });
  const findings = make('ul', { 'aria-label': 'What the validator says' });
  const sheet = createSheet(events);
  const footer = createFooter(events, status, turns);
  const open = (change: PageChange): void => (change.isSheet ? sheet.open() : events.onOpen(change));
  const changes = make('section', {}, make('h2', {}, 'Changes'), list, sheet.node);
  const work = make('div', {}, question, picked, changes);
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
    make(
      'div',
      { onchange: events.onIsSet },
      ...settingsParts(start, events),
      make('section', {}, ...nameFields(start, events), make('details', {}, make('summary', {}, 'YAML'), yaml)),
    ),
  );
  // It does not begin where the page does. In a narrow window it is at the bottom, on its other side at the top.
  const toggleSide = (): void => ['left', 'top'].forEach((side) => void node.classList.toggle(side));
  const side = getComputedStyle(document.documentElement).direction === 'rtl' ? 'panel left' : 'panel';
  const node = make(
    'aside',
    { class: side, 'aria-label': 'fx editor' },
    header(start.title, toggleSide, events.onLeave),
    tools,
    body,
    footer.node,
  );
  return {
    ...toolbar,
    node,
    show: keepingFocus(node, (shown) => {
      showTools(shown);
      const { isControl } = shown.tab;
      showTabs(shown);
      work.hidden = tools.hidden = isControl;
      note.hidden = !isControl;
      showRows(shown);
      sheet.show(shown);
      yaml.value = shown.yaml;
      findings.replaceChildren(...shown.findings.map(findingRow));
      findings.hidden = !shown.findings.length;
      footer.show(shown);
    }),
    select(part) {
      picked.replaceChildren(...(part ? [part] : []));
      // In a low panel its form stands below the fold.
      if (part) body.scrollTop = picked.offsetTop - body.offsetTop;
    },
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

/** The style sheet of the variant. */
function createSheet({ onSheet }: PanelEvents) {
  const css = make('textarea', { class: 'code', rows: '4', spellcheck: 'false', onchange: () => onSheet(css.value) });
  const node = make('details', {}, make('summary', {}, 'CSS of the variant'), field('Style sheet', css));
  return {
    node,
    show(shown: Shown): void {
      const root = css.getRootNode();
      // What somebody types there is not taken away under their hands.
      if (root instanceof ShadowRoot && root.activeElement !== css) css.value = shown.css;
    },
    open(): void {
      node.open = true;
      css.focus();
    },
  };
}

/** What is always in sight: what became of it, and the buttons that save. Without a Studio the YAML is copied. */
function createFooter({ onCopy, onSave }: PanelEvents, status: HTMLElement, turns: HTMLElement) {
  const save = button('Save', onSave, { class: 'main' });
  const copy = button('Copy YAML', onCopy);
  return {
    node: make('footer', {}, status, make('div', { class: 'row' }, save, copy, turns)),
    show({ edits, isUnsaved }: Shown): void {
      save.hidden = isUnsaved === null;
      save.disabled = !isUnsaved;
      save.textContent = isUnsaved === false ? 'Saved' : 'Save';
      copy.className = isUnsaved === null && edits.length ? 'main' : '';
    },
  };
}

const findingRow = ({ line, message, path, severity }: StudioRemark): HTMLElement =>
  make('li', { class: severity === 'error' ? 'bad' : 'quiet' }, `line ${line}: ${path} ${message}`);
