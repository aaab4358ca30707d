/** Offers the ways in which somebody moves an element. */

import type { Position } from '../core/index.js';
import type { MoveTarget } from './move.js';

/** `up` and `down`: past its neighbour; a position: seen from an element that is picked next. */
export type MoveWish = 'up' | 'down' | Position;

/** Those that are offered, with their words. */
export const MOVES: readonly { readonly wish: MoveWish; readonly label: string }[] = [
  { wish: 'up', label: 'Up' },
  { wish: 'down', label: 'Down' },
  { wish: 'beforebegin', label: 'Before …' },
  { wish: 'afterend', label: 'After …' },
  { wish: 'afterbegin', label: 'First inside …' },
  { wish: 'beforeend', label: 'Last inside …' },
];

/** Where an element goes that goes past so many neighbours, up for less than 0; null where there are not so many. */
export function pastNeighbours(element: Element, steps: number): MoveTarget | null {
  let target: Element | null = element;
  for (let step = 0; target && step < Math.abs(steps); step++)
    target = steps < 0 ? target.previousElementSibling : target.nextElementSibling;
  return steps && target ? { target, position: steps < 0 ? 'beforebegin' : 'afterend' } : null;
}
