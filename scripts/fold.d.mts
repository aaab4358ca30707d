/** The types of fold.mjs. */

import type { Piece } from '../src/authoring/compose.js';

/** The pieces with short values put in, each with a text for every choice of the features that it asks. */
export function fold(pieces: readonly Piece[], refsOf: (code: string) => readonly string[]): Promise<Piece[]>;
