/** Makes what stays in sight of the panel: pick, compare, undo and redo, and the line that says what became of it. */

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
  /** Pick and compare. */
  readonly node: HTMLElement;
  /** Undo and redo. */
  readonly turns: HTMLElement;
  /** What became of it. */
  readonly status: HTMLElement;
  show(state: ToolState): void;
  picking(isOn: boolean): void;
  /** @param next where to go from there */
  say(text: string, isBad?: boolean, next?: readonly Node[]): void;
  /** Where keys begin. */
  focus(): void;
}

/** Makes the tools. */
export function createToolbar(events: ToolEvents): Toolbar {
  const pick = button('Pick an element', events.onPick, { class: 'main', 'aria-pressed': 'false' });
  const undo = button('Undo', events.onUndo);
  const redo = button('Redo', events.onRedo);
  const status = make('p', { role: 'status' });
  const say: Toolbar['say'] = (text, isBad = false, next = []) => {
    status.replaceChildren(text, ...next);
    status.className = isBad ? 'bad' : 'quiet';
  };
  return {
    node: make('div', { class: 'row tools' }, pick, compareButton(events.onCompare)),
    turns: make('div', { class: 'row' }, undo, redo),
    status,
    show({ canUndo, canRedo }) {
      undo.disabled = !canUndo;
      redo.disabled = !canRedo;
    },
    picking(isOn) {
      pick.setAttribute('aria-pressed', String(isOn));
      pick.textContent = isOn ? 'Stop picking' : 'Pick an element';
      say(isOn ? 'Press on the page what shall change. Escape ends it.' : '');
    },
    say,
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
