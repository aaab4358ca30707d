/** Applies ops outside of any experiment, as a recipe would: what the editor shows is what visitors will get. */

import type { Op } from '../core/index.js';
import { createCapability } from './capability.js';
import { first, get } from './dom.js';
import { attempt, lazy } from './guard.js';
import { sweep } from './nodes.js';
import type { Trouble } from './ops.js';
import { startRecipe } from './recipe.js';
import type { Workshop } from './slots.js';
import { createWatch } from './watch.js';

/** How a recipe finds elements, and how it compares texts with `was`. */
export { fold } from './content.js';
export { every } from './dom.js';
/** Storage may be blocked. */
export { attempt } from './guard.js';
/** The tab remembers that a page is edited as it does a preview. */
export { keepPreview } from './preview.js';

/** Applies these ops, and returns how to undo them. */
export type Rehearse = (domOps: readonly Op[], onTrouble: Trouble) => () => void;

/**
 * One for a page: it remembers what lies on each element.
 *
 * @param onTouch told of an element before each change of it
 */
export const createRehearsal = (onTouch?: (element: Element) => void): Rehearse => {
  const nonce = lazy(() => attempt(() => get(first('script[nonce]') as HTMLElement, 'nonce')) || undefined);
  const capability = createCapability(undefined, nonce, true);
  const workshop: Workshop = {
    _capability: {
      ...capability,
      _mayChange(element) {
        onTouch?.(element);
        return capability._mayChange(element);
      },
    },
    _nonce: nonce,
    _watch: createWatch(() => sweep(workshop)),
    _stacks: new WeakMap(),
    _makers: new WeakMap(),
  };
  return (domOps, onTrouble) => {
    const [id, name] = ['fx-editor', 'Editor'];
    const variant = { key: 'edited', name, weight: 10_000, domOps };
    const shared = { _scope: { id, name, metadata: undefined } };
    const recipe = startRecipe(
      { id, name, variants: [variant] },
      variant,
      shared,
      workshop,
      onTrouble,
      () => undefined,
    );
    return () => recipe._undo();
  };
};
