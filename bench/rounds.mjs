/** Measures cells in turn, so that a machine that slows down slows all of them down. */

/**
 * Measures every cell `runs` times, one of each to a round, each round beginning with another one.
 *
 * @param {readonly {name: string, runs?: number}[]} cells
 * @param {number} runs
 * @param {(cell: object) => Promise<object>} measure
 * @param {(text: string) => void} say
 * @param {number} [warmUps] rounds that nobody counts: the browser's own code is not warm
 * @returns {Promise<Map<object, object[]>>} what was measured, by cell
 */
export async function inRounds(cells, runs, measure, say, warmUps = 1) {
  const measured = new Map(cells.map((cell) => [cell, []]));
  const rounds = Math.max(...cells.map((cell) => cell.runs ?? runs));
  for (let round = -warmUps; round < rounds; round++) {
    say(`${round < 0 ? 'warm-up' : `round ${round + 1} of ${rounds}`}`);
    for (const cell of rotate(cells, round + warmUps)) {
      if (round >= (cell.runs ?? runs)) continue;
      const result = await measure(cell);
      if (round >= 0) measured.get(cell).push(result);
    }
  }
  return measured;
}

/** The same cells, beginning with another one. */
export function rotate(cells, by) {
  const at = by % Math.max(1, cells.length);
  return [...cells.slice(at), ...cells.slice(0, at)];
}
