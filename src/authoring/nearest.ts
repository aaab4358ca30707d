/** Finds the word that somebody may have meant. */

/** The known word that takes the fewest edits, undefined where none is close. Case does not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // A third of the letters may be wrong, and long keys are no typing errors.
  let least = word.length > 64 ? 0 : Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const count = distance(word.toLowerCase(), candidate.toLowerCase());
    if (count < least) [least, best] = [count, candidate];
  }
  return best;
}

/** Edits that turn one word into the other; two letters that changed places are one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
