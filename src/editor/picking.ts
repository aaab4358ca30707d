/**
 * Picks an element of the page, opens what can be done to it, and picks once more where it has to go to another one.
 */

import type { Op, Position } from '../core/index.js';
import { createAim } from './aim.js';
import { type Arrivals, waitFor } from './arrivals.js';
import type { EditorDesk } from './desk.js';
import type { Display } from './display.js';
import { createMovement } from './movement.js';
import type { MoveWish } from './moves.js';
import type { Panel } from './panel.js';
import { createPicker } from './picker.js';
import { selectionOf } from './selection.js';
import { findSelector, matchesOf } from './selector.js';
import { put } from './sketch.js';

/** What fx put in is marked with it: what is picked there means the element around it. */
const MADE = '[data-fx-of]';

/** What it works on. */
export interface PickingTools {
  /** The editor's element and its root. */
  readonly host: Element;
  readonly root: ShadowRoot;
  readonly desk: EditorDesk;
  readonly display: Display;
  readonly arrivals: Arrivals;
  /** Is asked for once something is picked. */
  readonly panel: () => Panel;
}

/** The picking of one page. */
export interface Picking {
  /** The frames around what is aimed at and what is picked. */
  readonly frames: readonly Node[];
  /** Begins to pick, or ends it. */
  toggle(): void;
  /** Ends it, where it goes on. */
  end(): void;
  /** Opens a change of the list again, with the element that it is about. */
  open(op: Op): void;
  /** Lets go of what is picked. */
  release(): void;
}

/** Makes it. */
export function createPicking({ arrivals, desk, display, host, panel, root }: PickingTools): Picking {
  const [hover, picked] = [createAim('hover'), createAim('picked')];
  const movement = createMovement(desk, display, panel);
  /** What goes to the element that is picked next. */
  let moving: { readonly element: Element; readonly selector: string; readonly position: Position } | null = null;
  const start = (): void => {
    picker.start();
    panel().picking(true);
    // From now on keys are the picker's, which hears only what is not the panel's.
    if (root.activeElement instanceof HTMLElement) root.activeElement.blur();
  };
  const move = (element: Element, wish: MoveWish, selector: string): void => {
    if (wish === 'up' || wish === 'down') {
      movement.step(element, selector, wish === 'up' ? -1 : 1);
      return;
    }
    moving = { element, selector, position: wish };
    start();
    panel().say('Now pick the element that it goes to.');
  };
  const withOp = (op: Op, instead: Op | null) => put(desk.sketch().edits, op, instead);
  const select = (element: Element, opened: Op | null = null): void => {
    const { selector } = display.stage.bare(() => findSelector(element));
    /** A page that renders itself anew puts another one in its place. */
    const now = (): Element => (element.isConnected ? element : (matchesOf(selector)[0] ?? element));
    picked.around(now);
    const part = selectionOf(
      now,
      {
        onChoose: select,
        onTry: (op, instead) => display.stage.show([...desk.ops(withOp(op, instead))]),
        onMake: (op, instead) =>
          display.edit(withOp(op, instead), 'Changed. Hold to compare shows the page as it was.'),
        onMove: (wish, wanted) => move(now(), wish, wanted),
        bare: display.stage.bare,
      },
      { selector, waitForMs: waitFor(arrivals(element)), ops: desk.ops, opened },
    );
    panel().select(part);
    part.querySelector<HTMLElement>('form textarea, form input')?.focus();
  };
  const end = (): void => {
    picker.stop();
    moving = null;
    panel().picking(false);
  };
  const picker = createPicker(host, root, {
    onAim: (element) => hover.around(() => element),
    onPick: (element) => {
      const wished = moving;
      end();
      if (wished) movement.to(wished.element, wished.selector, { target: around(element), position: wished.position });
      else select(around(element));
    },
    onLeave: () => {
      end();
      panel().focus();
    },
  });
  return {
    frames: [hover.node, picked.node],
    toggle() {
      const isOver = picker.isOn();
      end();
      if (!isOver) start();
    },
    end() {
      if (picker.isOn()) end();
    },
    open(op) {
      const element = 'selector' in op ? display.stage.bare(() => matchesOf(op.selector)[0]) : undefined;
      if (!element) return panel().say('Nothing on this page matches this change: nothing can be shown of it.', true);
      element.scrollIntoView({ block: 'nearest' });
      select(element, op);
    },
    release() {
      end();
      panel().select(null);
      picked.around(() => null);
    },
  };
}

const around = (element: Element): Element => element.closest(MADE)?.parentElement ?? element;
