/** Draws a frame around an element, over the page and without touching it. */

import { make } from './made.js';

/** A frame. */
export interface Aim {
  readonly node: HTMLElement;
  /** Goes round this element from now on, where it moves, too; null: nowhere. */
  around(element: Element | null): void;
}

/** Makes a frame. */
export function createAim(name: string): Aim {
  const node = make('div', { class: `aim ${name}`, hidden: true, 'aria-hidden': 'true' });
  let target: Element | null = null;
  let wanted = 0;
  const draw = (): void => {
    wanted = 0;
    const box = target?.isConnected ? target.getBoundingClientRect() : null;
    node.hidden = !box;
    if (!box) return;
    Object.assign(node.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    wanted = requestAnimationFrame(draw);
  };
  return {
    node,
    around(element) {
      target = element;
      cancelAnimationFrame(wanted);
      draw();
    },
  };
}
