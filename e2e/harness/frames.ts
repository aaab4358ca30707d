/**
 * Looks at a page in every frame, from before its tag runs: what was in the document when the browser was about to
 * paint.
 */

import type { Page } from '@playwright/test';

/** One frame. */
export interface Frame {
  /** Milliseconds since the navigation began. */
  readonly at: number;
  /** Whether what the variant replaces was there to be seen. */
  readonly isControl: boolean;
  /** Whether the variant was. */
  readonly isVariant: boolean;
}

/** What a page showed. */
export interface Showing {
  readonly frames: readonly Frame[];
  /** When the browser says that it painted first, milliseconds since the navigation began; null before that. */
  readonly firstPaintMs: number | null;
  /** The texts that `elementtiming` saw painted, with what they said then. */
  readonly painted: readonly string[];
}

/**
 * A script for the head of a page, before the tag.
 *
 * `one(selector)` is an element, `text()` the text of `main`, `style(selector)` a computed style.
 *
 * @param control an expression that is true while the control can be seen
 * @param variant one that is true while the variant can be
 */
export const sampler = (control: string, variant: string): string => `<script>
(() => {
  const showing = (window.showing = { frames: [], firstPaintMs: null, painted: [] });
  const one = (selector) => document.querySelector(selector);
  const text = () => one('main')?.textContent ?? '';
  const style = (selector) => one(selector) && getComputedStyle(one(selector));
  const isControl = () => !!(${control});
  const isVariant = () => !!(${variant});
  requestAnimationFrame(function look(at) {
    requestAnimationFrame(look);
    showing.frames.push({ at, isControl: isControl(), isVariant: isVariant() });
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) showing.firstPaintMs ??= entry.startTime;
  }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { element } of list.getEntries()) if (element) showing.painted.push(element.textContent);
  }).observe({ type: 'element', buffered: true });
})();
</script>`;

/** What the page showed so far. */
export const showing = (page: Page): Promise<Showing> =>
  page.evaluate(() => (window as unknown as { showing: Showing }).showing);

/** What the page showed once the browser has told of its first paint, which it does some time after it painted. */
export const shown = async (page: Page): Promise<Showing & { readonly firstPaintMs: number }> => {
  await page.waitForFunction(() => (window as unknown as { showing: Showing }).showing.firstPaintMs !== null);
  return (await showing(page)) as Showing & { readonly firstPaintMs: number };
};

/** Resolves when the browser has painted what is there now: the frame after the next has begun. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/**
 * Resolves when the next frame is made, without waiting for another: a message comes after the frame in which it was
 * sent.
 */
export const framed = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(null);
        }),
      ),
  );
