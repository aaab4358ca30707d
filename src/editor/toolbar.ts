/** Makes the tools of the panel: pick, undo, redo and compare, and the line that says what became of it. */

import { button, make } from './made.js';

/** What the tools tell. */
export interface ToolEvents {
  onPick(): void;
  onUndo(): void;
  onRedo(): void;
  onCompare(isHeld: boolean): void;
}

/** What the tools can do now. */
export interface ToolState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** The tools, and how they change. */
export interface Toolbar {
  readonly node: HTMLElement;
  show(state: ToolState): void;
  picking(isOn: boolean): void;
  say(text: string, isBad?: boolean): void;
  /** Where keys begin. */
  focus(): void;
}

/** Makes the tools. */
export function createToolbar(events: ToolEvents): Toolbar {
  const pick = button('Pick an element', events.onPick, { class: 'main', 'aria-pressed': 'false' });
  const undo = button('Undo', events.onUndo);
  const redo = button('Redo', events.onRedo);
  const status = make('p', { class: 'quiet', role: 'status' });
  const row = make('div', { class: 'row' }, pick, undo, redo, compareButton(events.onCompare));
  return {
    node: make('section', {}, row, status),
    show({ canUndo, canRedo }) {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
    },
    picking(isOn) {
      pick.setAttribute('aria-pressed', String(isOn));
      pick.textContent = isOn ? 'Picking: Escape ends it' : 'Pick an element';
    },
    say(text, isBad = false) {
      status.textContent = text;
      status.className = isBad ? 'bad' : 'quiet';
    },
    focus: () => pick.focus(),
  };
}

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
