/** The types of rounds.mjs. */

/** The same cells, beginning with another one. */
export function rotate<T>(cells: readonly T[], by: number): T[];

/** Measures every cell so often, one of each to a round. */
export function inRounds<Cell extends { readonly runs?: number }, Run>(
  cells: readonly Cell[],
  runs: number,
  measure: (cell: Cell) => Promise<Run>,
  say: (text: string) => void,
  warmUps?: number,
): Promise<Map<Cell, Run[]>>;
