/** The panel: what was picked, the list of changes, where they hold, and the YAML that they are. */

import { changeTitle } from './forms.js';
import { button, field, make } from './made.js';
import { moved, type PageChange } from './sketch.js';
import type { Complaint } from './stage.js';
import type { PlaceChoice, Where } from './where.js';

/** What the panel tells. */
export interface PanelEvents {
  onPick(): void;
  onUndo(): void;
  onRedo(): void;
  onCompare(isHeld: boolean): void;
  onEdits(edits: readonly PageChange[]): void;
  onWhere(where: Where): void;
  onName(name: string): void;
  onVariant(key: string): void;
  onCopy(): void;
  onLeave(): void;
}

/** What the panel shows. */
export interface Shown {
  readonly edits: readonly PageChange[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly complaints: readonly Complaint[];
  readonly yaml: string;
}

/** The panel's parts that change. */
export interface Panel {
  readonly node: HTMLElement;
  show(shown: Shown): void;
  /** The part about what was picked; null: nothing is. */
  select(part: HTMLElement | null): void;
  picking(isOn: boolean): void;
  say(text: string): void;
}

/** Makes the panel. */
export function createPanel(
  start: {
    readonly name: string;
    readonly variant: string;
    readonly where: Where;
    readonly places: readonly PlaceChoice[];
  },
  events: PanelEvents,
): Panel {
  const pick = button('Pick an element', events.onPick, { class: 'main', 'aria-pressed': 'false' });
  const undo = button('Undo', events.onUndo);
  const redo = button('Redo', events.onRedo);
  const status = make('p', { class: 'quiet', role: 'status' });
  const picked = make('div');
  const list = make('ul', { 'aria-label': 'Changes' });
  const yaml = make('textarea', { class: 'code', readonly: true, rows: '14', 'aria-label': 'YAML of the experiment' });
  const node = make(
    'aside',
    { class: 'panel', 'aria-label': 'fx editor' },
    make(
      'header',
      {},
      make('h1', {}, 'fx editor'),
      button('⇆', () => node.classList.toggle('left'), { 'aria-label': 'Move to the other side', class: 'small' }),
      button('Close', events.onLeave, { class: 'small' }),
    ),
    make(
      'div',
      { class: 'body' },
      make('section', {}, make('div', { class: 'row' }, pick, undo, redo, compareButton(events.onCompare)), status),
      picked,
      make('section', {}, make('h2', {}, 'Changes'), list),
      whereSection(start, events.onWhere),
      make(
        'section',
        {},
        make('h2', {}, 'Experiment'),
        field('Name', named(start.name, events.onName)),
        field('Variant', named(start.variant, events.onVariant)),
        make('details', {}, make('summary', {}, 'YAML'), yaml),
      ),
    ),
    make('footer', {}, button('Copy YAML', events.onCopy, { class: 'main' })),
  );
  return {
    node,
    show(shown) {
      undo.disabled = !shown.canUndo;
      redo.disabled = !shown.canRedo;
      list.replaceChildren(...rows(shown, events.onEdits));
      yaml.value = shown.yaml;
    },
    select: (part) => picked.replaceChildren(...(part ? [part] : [])),
    picking(isOn) {
      pick.setAttribute('aria-pressed', String(isOn));
      pick.textContent = isOn ? 'Picking: Escape ends it' : 'Pick an element';
    },
    say(text) {
      status.textContent = text;
    },
  };
}

const named = (value: string, tell: (value: string) => void): HTMLInputElement => {
  const input = make('input', { value, oninput: () => tell(input.value) });
  return input;
};

/** Held by mouse or key, the page is as it was. */
function compareButton(onCompare: (isHeld: boolean) => void): HTMLButtonElement {
  const hold = (): void => onCompare(true);
  const release = (): void => onCompare(false);
  const isKey = (event: Event): boolean => [' ', 'Enter'].includes((event as KeyboardEvent).key);
  return button('Hold to compare', () => undefined, {
    onpointerdown: hold,
    onpointerup: release,
    onpointerleave: release,
    onkeydown: (event) => isKey(event) && !(event as KeyboardEvent).repeat && hold(),
    onkeyup: (event) => isKey(event) && release(),
    onblur: release,
  });
}

function whereSection(
  { where, places }: { readonly where: Where; readonly places: readonly PlaceChoice[] },
  onWhere: (where: Where) => void,
): HTMLElement {
  const choices = places.map((place) =>
    make(
      'label',
      { class: 'choice' },
      make('input', {
        type: 'radio',
        name: 'where',
        checked: place.where === where,
        onchange: () => onWhere(place.where),
      }),
      place.words,
    ),
  );
  return make('fieldset', {}, make('legend', {}, 'Where it runs'), ...choices);
}

function rows({ edits, complaints }: Shown, onEdits: PanelEvents['onEdits']): HTMLElement[] {
  if (!edits.length) return [make('li', { class: 'quiet' }, 'None yet. Pick an element, and change it.')];
  return edits.map((edit, at) => {
    const { id, isOn, op } = edit;
    const title = changeTitle(op);
    const selector = 'selector' in op ? op.selector : '';
    const met = complaints.filter((one) => one.selector === selector).map(({ words }) => words);
    const toggle = make('input', {
      type: 'checkbox',
      checked: isOn,
      'aria-label': `On: ${title}`,
      onchange: () => onEdits(edits.map((one) => (one.id === id ? { ...one, isOn: !isOn } : one))),
    });
    return make(
      'li',
      { class: isOn ? '' : 'off' },
      make(
        'div',
        { class: 'row' },
        toggle,
        make('span', { class: 'title', title }, title),
        button('↑', () => onEdits(moved(edits, id, -1)), {
          class: 'small',
          'aria-label': `Up: ${title}`,
          disabled: at === 0,
        }),
        button('↓', () => onEdits(moved(edits, id, 1)), {
          class: 'small',
          'aria-label': `Down: ${title}`,
          disabled: at === edits.length - 1,
        }),
        button('✕', () => onEdits(edits.filter((one) => one.id !== id)), {
          class: 'small',
          'aria-label': `Delete: ${title}`,
        }),
      ),
      make('div', { class: 'code quiet' }, selector),
      ...(met.length && isOn ? [make('div', { class: 'bad' }, [...new Set(met)].join('; '))] : []),
    );
  });
}
