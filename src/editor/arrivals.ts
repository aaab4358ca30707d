/** Knows which elements came late, so that a change waits for them on visitors' pages, too. */

/** Tells how long after the page was parsed an element came, in milliseconds; 0 where it was there. */
export type Arrivals = (element: Element) => number;

/** Watches from now on. */
export function watchArrivals(): Arrivals {
  const since = new WeakMap<Node, number>();
  const observer = new MutationObserver((records) => {
    if (document.readyState === 'loading') return;
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (!since.has(node)) since.set(node, performance.now());
  });
  observer.observe(document, { childList: true, subtree: true });
  return (element) => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const parsed = entry?.domInteractive ?? 0;
    let came = 0;
    for (let node: Node | null = element; node; node = node.parentNode) came = Math.max(came, since.get(node) ?? 0);
    return came ? Math.max(0, came - parsed) : 0;
  };
}

/** What the format waits for by itself, and a minute, after which a change would only startle. */
const [USUAL_MS, MOST_MS, STEP_MS] = [2000, 60_000, 5000];

/** How long a change waits for an element that came so late; undefined where the format's own time will do. */
export const waitFor = (lateMs: number): number | undefined =>
  lateMs < USUAL_MS / 2 ? undefined : Math.min(MOST_MS, Math.ceil((lateMs * 2) / STEP_MS) * STEP_MS);
