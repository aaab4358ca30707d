/** Tells whether some framework may hold a node: then it has to stay where it is. */

import { get } from './dom.js';

/** A comment of fx's own, on which no parser writes. */
export const GUARD = 'fx';

/**
 * A framework takes its own nodes away itself, puts others before them, and throws or sorts wrongly where they are
 * gone. None is known by its name. They leave properties on what they made, on its text, on a root above it or on the
 * document, or comments that mark places beside it or inside it.
 */
export const isHeld = (node: Node): boolean =>
  isMarked(node) ||
  [...childrenOf(get(node, 'parentNode')), ...childrenOf(node)].some(
    (one) => (one instanceof Comment && one.data !== GUARD) || (get(one, 'parentNode') === node && hasOwnKeys(one)),
  );

/** A form shows its fields in place of its own properties of their names. */
const childrenOf = (node: Node | null): readonly ChildNode[] => (node ? [...get(node, 'childNodes')] : []);

const isMarked = (node: Node | null): boolean => !!node && (hasOwnKeys(node) || isMarked(get(node, 'parentNode')));

/** Private names begin so; what has others, such as the widgets of a page, renders nothing. */
const hasOwnKeys = (node: Node): boolean =>
  !!Object.getOwnPropertySymbols(node)[0] || Object.keys(node).some((key) => /^[_$]/.test(key));
