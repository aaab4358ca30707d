/**
 * Runs the MutationObservers: whoever waits for elements, or keeps a change applied, is asked again when the page
 * changed.
 */

import { eachRoot, first, get, isParsed, listen, outerOf } from './dom.js';
import { attempt } from './guard.js';
import { createHands, type Hands } from './hands.js';
import { frame } from './paint.js';

/**
 * Looks at the document, and says whether it has found what it looks for. What says so by the nodes themselves looks
 * for nothing more, as long as nothing happens to these.
 */
export type Look = () => Said | false | undefined;

/** That it was found, or what holds it. */
type Said = true | ReadonlyMap<Node, unknown>;

export interface Watch {
  readonly _hands: Hands;
  /** Whether it is cleaned up after each look. */
  _tidies: boolean;
  /**
   * Looks at once, and again whenever the page has changed, until it is ended: by what it returns, by a throw, or where
   * a last look at the deadline finds nothing.
   *
   * @param selector of what is looked for: until it matches, no look is worth more than that question
   * @param names of attributes that matter besides those in the selector, each in brackets; classes and ids always do
   * @param onEnd told what was thrown, or nothing at the deadline
   * @param timeoutMs not before the document is parsed; undefined: never
   */
  _add(look: Look, selector: string, names: string, onEnd: (error?: unknown) => void, timeoutMs?: number): () => void;
  /** While a navigation is under way the document is neither the old page nor the new one. */
  _pause(isPaused: boolean): void;
  /** Whether it has changed since. */
  _isChanged(): boolean;
}

/** Looks that are closer to each other than this are rested from, milliseconds. */
const REST_MS = 8;

/**
 * Every batch of changes is looked at before it is painted. Before load, and where changes are further apart, that is
 * at once; of more changes within a frame only the first two are looked at by themselves, the others together when it
 * is painted.
 *
 * One observer has the whole document while anything is looked for in it. The other has what was found, and the
 * children of all above it: what a page does elsewhere costs nothing more.
 *
 * @param tidy cleans up: in any case when the parser is done with the document, and when all is loaded
 */
export const createWatch = (tidy: () => void): Watch => {
  const hands = createHands();
  /** What each look said last; the selector of one that has found nothing. */
  const looks = new Map<Look, Said | string>();
  const attributes = new Set(['class', ...NAMES]);
  /** What the second observer has: with so many attributes, or with 0 the children alone. */
  let kept = new WeakMap<Node, number>();
  let isPaused = false;
  let isCooling = false;
  let lookedAt = 0;
  let isDirty = false;
  /**
   * What may have changed since the last look: 0 what is looked for, 1 also what was found, 2 more than observers see.
   */
  let reach = 0;

  const notice = (_?: unknown, by?: MutationObserver): void => {
    isDirty = true;
    // What has happened to both is looked at once, and before copies are cleaned up.
    reach = Math.max(reach, by ? +(by === keeper || !!keeper.takeRecords()[0]) : 2);
    // What comes of the visitor's input is told from what the page does at once, or not at all.
    if (isPaused || (isCooling && !hands._isBusy())) return;
    const depth = reach;
    hands._turn++;
    isDirty = false;
    reach = 0;
    // Before the looks: a look that takes long is itself no rest.
    const isClose = Date.now() - lookedAt < REST_MS;
    looks.forEach((said, look) => {
      if (isSettled(said)) return depth && look();
      if (said !== true) reachInto(said);
      return (depth > 1 || said === true || first(said)) && look();
    });
    if (hands._isLate === null) hands._isLate = false;
    if (watch._tidies) tidy();
    // After the looks: one that has lost what it held seeks again.
    if ([...looks.values()].every(isSettled)) seeker.disconnect();
    if (isClose) cool();
    lookedAt = Date.now();
  };
  const cool = (isUrgent?: boolean): void => {
    if (isCooling || !(isUrgent || get(document, 'readyState') === 'complete')) return;
    isCooling = true;
    frame(() => {
      isCooling = false;
      if (isDirty) notice(0, seeker);
    });
  };
  const seeker = new MutationObserver(notice);
  const keeper = new MutationObserver(notice);
  /** Takes the place of what was observed of a node before. */
  const observe = (observer: MutationObserver, node: Node): void =>
    observer.observe(node, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: [...attributes],
    });
  const seek = (): void => observe(seeker, document);
  /** What happens in shadow roots is heard of in these alone, and no record tells that one was attached. */
  const reachInto = (selector: string): void =>
    eachRoot(selector, (root) => {
      if (root) return observe(seeker, root);
      // A host without one is asked again in the next frame.
      isDirty = true;
      cool(true);
    });
  const keep = (node: Node): void => {
    if (kept.get(node) !== attributes.size) observe(keeper, node);
    kept.set(node, attributes.size);
    for (let it = outerOf(node); it; it = outerOf(it)) {
      if (kept.has(it)) continue;
      keeper.observe(it, { childList: true });
      kept.set(it, 0);
    }
  };
  const rest = (): void => {
    if (looks.size) return;
    seeker.disconnect();
    keeper.disconnect();
    kept = new WeakMap();
  };
  // the last element is complete only now
  listen(document, 'readystatechange', () => {
    notice();
    tidy();
  });

  const watch: Watch = {
    _hands: hands,
    _tidies: false,
    _add(look, selector, names, onEnd, timeoutMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (): void => {
        clearTimeout(timer);
        looks.delete(run);
        rest();
      };
      const run: Look = () => {
        const before = looks.get(run);
        const said = attempt(look, (error) => {
          end();
          onEnd(error);
        });
        if (!looks.has(run)) return true;
        looks.set(run, said || selector);
        reachInto(selector);
        if (isSettled(said)) [...said.keys()].forEach(keep);
        else if (isSettled(before)) seek();
        if (!said && !timer && (timeoutMs as number) >= 0 && isParsed()) {
          timer = setTimeout(() => {
            if (run()) return;
            end();
            onEnd();
          }, timeoutMs);
        }
        return said;
      };
      looks.set(run, selector);
      for (const part of (selector + names).split('[').slice(1)) attributes.add(/[\w:-]+/.exec(part)?.[0] ?? '');
      seek();
      run();
      return end;
    },
    _pause(paused) {
      hands._isLate = isPaused && !paused && !isDirty;
      if (hands._isLate) hands._listen();
      isPaused = paused;
      if (paused) return seek();
      // After the view: what it ends, or begins anew, has nothing to say of what the navigation rendered.
      if (isDirty) queueMicrotask(notice);
      rest();
    },
    _isChanged: () => isDirty,
  };
  return watch;
};

/** The attributes in which frameworks and lists say which item an element is. */
export const NAMES = ['id', 'key', 'data-id', 'data-key', 'aria-rowindex'];

const isSettled = (said: ReturnType<Look> | string): said is ReadonlyMap<Node, unknown> => typeof said === 'object';
