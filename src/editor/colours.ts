/** Finds the colours that a page uses itself, so that what somebody picks fits to it. */

/** How many elements are looked at: a page of thousands uses no other colours further down. */
const LOOKED_AT = 600;
const MOST = 12;

/** The most used first, as `#rrggbb`; colours that can be seen through are none. */
export function coloursOf(root: ParentNode = document): readonly string[] {
  const counts = new Map<string, number>();
  for (const element of [...root.querySelectorAll('body, body *')].slice(0, LOOKED_AT)) {
    const { backgroundColor, borderTopColor, color } = getComputedStyle(element);
    for (const one of new Set([color, backgroundColor, borderTopColor].map(hexOf)))
      if (one) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([colour]) => colour);
}

/** `rgb(22, 163, 74)` → `#16a34a`. */
function hexOf(colour: string): string | null {
  const found = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour);
  return (
    found &&
    `#${found
      .slice(1)
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`
  );
}
