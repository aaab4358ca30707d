/** Finds the line and column of an offset inside of a text. */

import type { Within } from './problem.js';

/** Both count from 0. */
export function placeIn(text: string, offset: number): Within {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}
