/** Declares the types of what the code of a recipe is given. */

import type { JsonObject } from '../core/index.js';

/** What `experiment.when` takes. */
export interface WhenOptions {
  /** Every match, later ones too, once each. Default: the first match. */
  readonly all?: boolean;
  /**
   * How long to look for the first match, milliseconds, not before the document is parsed; after that nothing is done,
   * and the failure `timeout` is reported. With `all` it is reported at the end of the view, and the looking goes on.
   * `Infinity`: never. Default 2000.
   */
  readonly timeoutMs?: number;
}

/**
 * Calls back with the element that matches, at once or as soon as it comes, before it is painted. A function that the
 * callback returns undoes what it did. When the recipe is undone the looking ends, too.
 *
 * @param selector an invalid one throws, which undoes the recipe
 */
export type When = <E extends Element = HTMLElement>(
  selector: string,
  callback: (element: E) => unknown,
  options?: WhenOptions,
) => void;

/** What the code of a recipe gets as `experiment`. */
export interface RecipeScope {
  readonly id: string;
  readonly name: string;
  readonly metadata: JsonObject | undefined;
  readonly when: When;
  /** A function that undoes what the code did, for code that does not return one. */
  undo?: unknown;
  /** What shared code has put there. */
  [more: string]: unknown;
}
