/** Tells when one of several elements can be seen: enough of it, or of the screen, is on screen. */

import { get, listen } from './dom.js';

/**
 * Watches elements until it is stopped.
 *
 * @param ratio of the element, or of what can be seen of it at once: the screen, and each box around it that scrolls or
 * cuts
 * @param onSeen told at the latest in the frame after that
 */
export const createSeen = (
  ratio: number,
  onSeen: () => void,
): { _watch(elements: readonly Element[]): void; _stop(): void } => {
  let elements: readonly Element[] = [];
  /**
   * How much of an element is enough, as an observer counts it: a share of its area. 0 is where it begins to be seen.
   */
  let shares = new Set([0]);
  let observer: IntersectionObserver | undefined;
  let resized: ResizeObserver | undefined;

  const look = (entries: readonly IntersectionObserverEntry[]): void => {
    const before = shares.size;
    for (const { boundingClientRect: box, intersectionRatio, isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      const [width, height] = most(target);
      // A little less, because of what browsers round.
      const share = ratio * 0.99 * Math.min(1, width / (box.width || 1)) * Math.min(1, height / (box.height || 1));
      if (intersectionRatio >= share) {
        onSeen();
        return;
      }
      shares.add(share);
    }
    if (shares.size > before) observe();
  };
  const observe = (): void => {
    observer?.disconnect();
    observer = new IntersectionObserver(look, { threshold: [...shares] });
    for (const element of elements) observer.observe(element);
  };
  const again = (): void => {
    shares = new Set([0]);
    observe();
  };
  const unlisten = listen(window, 'resize', again);
  return {
    _watch(wanted) {
      elements = wanted;
      resized?.disconnect();
      resized = new ResizeObserver(again);
      for (const element of elements) resized.observe(element);
      again();
    },
    _stop() {
      unlisten();
      observer?.disconnect();
      resized?.disconnect();
    },
  };
};

/** The width and height of an element that can be seen at once. */
const most = (element: Element): readonly [width: number, height: number] => {
  let [width, height] = [innerWidth, innerHeight];
  for (let it = get(element, 'parentElement'); it; it = get(it, 'parentElement')) {
    const { overflowX, overflowY } = getComputedStyle(it);
    // A box that cuts shows a part of what is in it; a closed one hides it, and is not all that can be seen of it.
    if (overflowX !== 'visible') width = Math.min(width, Math.max(1, get(it, 'clientWidth')));
    if (overflowY !== 'visible') height = Math.min(height, Math.max(1, get(it, 'clientHeight')));
  }
  return [width, height];
};
