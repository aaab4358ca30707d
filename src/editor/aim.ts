/** Draws a frame around an element, over the page and without touching it. */

import { make } from './made.js';

/** A frame. */
export interface Aim {
  readonly node: HTMLElement;
  /** Goes round what this finds from now on, where it moves, too; null: nowhere. */
  around(find: () => Element | null): void;
}

/** Makes a frame. */
export function createAim(name: string): Aim {
  const node = make('div', { class: `aim ${name}`, hidden: true, 'aria-hidden': 'true' });
  let target = (): Element | null => null;
  let wanted = 0;
  const draw = (): void => {
    const found = target();
    node.hidden = !found?.isConnected;
    if (!found) return;
    // What is gone may come again.
    wanted = requestAnimationFrame(draw);
    const box = found.getBoundingClientRect();
    Object.assign(node.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  };
  return {
    node,
    around(find) {
      target = find;
      cancelAnimationFrame(wanted);
      draw();
    },
  };
}
