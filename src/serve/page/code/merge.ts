/** Makes one text of two changes of the same text, or says that they touch. */

/** A part of a text, and what stands there in its place. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The one part in which they differ. */
export function changeOf(before: string, after: string): Change {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** @returns both changes of a text in one; null where they touch each other */
export function mergeTexts(before: string, typed: string, written: string): string | null {
  if (written === before || written === typed) return typed;
  const [own, other] = [changeOf(before, typed), changeOf(before, written)];
  const isBefore = other.to < own.from;
  if (typed !== before && !isBefore && other.from <= own.to) return null;
  const shift = isBefore ? 0 : typed.length - before.length;
  return typed.slice(0, other.from + shift) + other.insert + typed.slice(other.to + shift);
}

/** What somebody is told whose changes touch. */
export const TOUCHING = 'The form and the YAML change the same words: put them back as they were on one side.';
