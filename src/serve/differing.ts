/**
 * Says in lines how two texts differ, and takes such a difference back, also from a text that was changed elsewhere
 * since.
 */

import { diffLines } from 'diff';

const CONTEXT_LINES = 2;

/**
 * The lines that changed, with two of those around them; `@ 12` says at which line of the new text the next part
 * begins.
 */
export function diffOf(before: string, after: string): string {
  let place = 1;
  const lines = diffLines(before, after).flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => {
        const found = { text: `${added ? '+' : removed ? '-' : ' '} ${line}`, place };
        if (!removed) place++;
        return found;
      }),
  );
  const isNear = (at: number): boolean =>
    lines.slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1).some(({ text }) => !text.startsWith(' '));
  return lines
    .flatMap((line, at) => {
      if (!isNear(at)) return [];
      return at > 0 && !isNear(at - 1) ? [`@ ${line.place}`, line.text] : [line.text];
    })
    .join('\n');
}

/** A part of a difference. */
interface Part {
  /** The line of the new text at which it begins, from 0. */
  readonly at: number;
  readonly now: readonly string[];
  readonly before: readonly string[];
}

/**
 * The text without the change; null where its lines were changed again since.
 * @param isExact whether the text is the very one that the change wrote
 */
export function takeBack(text: string, diff: string, isExact: boolean): string | null {
  const lines = text.split('\n');
  for (const whole of partsOf(diff).reverse()) {
    // Lines around it may have been changed since: those of the change itself may not.
    const [found] = [0, 1, CONTEXT_LINES].flatMap((fewer) => {
      const part = narrowed(whole, fewer);
      const place = findPart(lines, part, fewer === 0, isExact);
      return place === null ? [] : [{ part, place }];
    });
    if (!found) return null;
    lines.splice(found.place, found.part.now.length, ...found.part.before);
  }
  return lines.join('\n');
}

/** With so many fewer lines around it. */
function narrowed({ at, now, before }: Part, fewer: number): Part {
  const isSame = (place: number): boolean => now.at(place) !== undefined && now.at(place) === before.at(place);
  const own = Array.from({ length: fewer }, (_, step) => step);
  const head = own.findIndex((step) => !isSame(step));
  const tail = own.findIndex((step) => !isSame(-1 - step));
  const [first, last] = [head < 0 ? fewer : head, tail < 0 ? fewer : tail];
  return {
    at: at + first,
    now: now.slice(first, now.length - last),
    before: before.slice(first, before.length - last),
  };
}

function partsOf(diff: string): Part[] {
  const parts: Part[] = [];
  for (const line of diff.split('\n')) {
    const begins = /^@ (\d+)$/.exec(line);
    if (begins || !parts.length) parts.push({ at: Number(begins?.[1] ?? 1) - 1, now: [], before: [] });
    const part = parts.pop();
    if (!part) continue;
    const own = line.slice(2);
    const isNow = !begins && /^[ +]/.test(line);
    const isBefore = !begins && /^[ -]/.test(line);
    parts.push({
      at: part.at,
      now: isNow ? [...part.now, own] : part.now,
      before: isBefore ? [...part.before, own] : part.before,
    });
  }
  return parts;
}

/**
 * Its only place. Without all the lines around it, another place may be another variant's: it is found where it stood
 * alone.
 */
function findPart(lines: readonly string[], { at, now }: Part, isWhole: boolean, isExact: boolean): number | null {
  const isAt = (place: number): boolean => now.length > 0 && now.every((line, step) => lines[place + step] === line);
  if (isExact && isAt(at)) return at;
  const places = lines.flatMap((_, place) => (isAt(place) ? [place] : []));
  const [only] = places;
  return places.length === 1 && only !== undefined && (isWhole || only === at) ? only : null;
}
