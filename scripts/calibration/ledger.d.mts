/** Declares the types of ledger.mjs. */

import type { CalibrationRow, Game } from './index.mjs';

export function openLedger(
  path: string,
  which: { readonly isLong: boolean; readonly otherSeeds: number },
  onCase?: (part: string, rows: readonly Omit<CalibrationRow, 'part'>[]) => void,
): {
  gameOf(part: string): Game;
  missingOf(part: string, run: (game: Game) => unknown): number;
};
