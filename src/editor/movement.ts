/**
 * Moves the picked element: past its neighbours as often as somebody likes, or to another element, by changes that take
 * the place of the ones before.
 */

import type { Op } from '../core/index.js';
import type { EditorDesk } from './desk.js';
import type { Display } from './display.js';
import { type MoveTarget, moveOps } from './move.js';
import { pastNeighbours } from './moves.js';
import type { Panel } from './panel.js';
import { type PageChange, put } from './sketch.js';

/** The moves of one page. */
export interface Movement {
  /** One further up (-1) or down (1). */
  step(element: Element, selector: string, by: -1 | 1): void;
  to(element: Element, selector: string, destination: MoveTarget): void;
}

/** Remembers how far each element was moved, so that the next move begins where the page has it. */
export function createMovement(desk: EditorDesk, { edit, stage }: Display, panel: () => Panel): Movement {
  const made = new WeakMap<Element, { readonly steps: number; readonly ops: readonly Op[] }>();
  const move = (element: Element, selector: string, destination: MoveTarget | null, steps = 0): void => {
    const before = made.get(element)?.ops.map((op) => JSON.stringify(op)) ?? [];
    const rest = desk.sketch().edits.filter(({ op }) => !before.includes(JSON.stringify(op)));
    stage.show(desk.ops(rest));
    const shown = element.cloneNode(true) as Element;
    const moving = destination && stage.bare(() => moveOps(element, shown, selector, destination));
    if (destination && !moving) {
      stage.show(desk.ops());
      panel().say('An element cannot go into itself.', true);
      return;
    }
    const ops = moving?.ops ?? [];
    made.set(element, { steps, ops });
    edit(
      ops.reduce<readonly PageChange[]>((edits, op) => put(edits, op), rest),
      moving?.words ?? 'It is where it was.',
    );
  };
  return {
    step(element, selector, by) {
      const steps = (made.get(element)?.steps ?? 0) + by;
      const destination = stage.bare(() => pastNeighbours(element, steps));
      if (steps && !destination) panel().say(`It is the ${by < 0 ? 'first' : 'last'} already.`);
      else move(element, selector, destination, steps);
    },
    to: move,
  };
}
