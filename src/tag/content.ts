/** Changes what is inside an element, told by its text from what the page puts there later. */

import { changeText, drop, hide, isUnmarked, type Kind, parentOf } from './changes.js';
import { call, get, isComplete } from './dom.js';
import { GUARD, isHeld } from './held.js';
import { type Change, FOUND, HOLDS, type Maker, OTHER } from './slots.js';

/** A text as it is compared. */
export const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * fx's nodes, the last of which the parser does not write on. The nodes that were there are kept, and the same ones are
 * put back. A lone text is written over: a framework which holds on to it still finds it.
 */
export const changeContent: Kind = (
  element,
  _,
  value,
  make,
  by,
  { _makers: makers, _stacks: stacks, _watch: watch },
) => {
  /** The nodes that were there; what covers those that have to stay in their places. */
  const kept = new Map<ChildNode, Change | undefined>();
  let mine: ChildNode[] = [];
  let made = make(element);
  /** What each of these said when it was put in; undefined for elements. */
  let texts: (string | undefined)[];
  /** What was there, as new nodes, once it is known. */
  let original: Maker['_original'];
  /** Whether the parser was done with the element when the change was last seen to hold. */
  let isDone = false;

  const children = (): ChildNode[] => [...get(element, 'childNodes')];
  const isInside = (node: Node): boolean => parentOf(node) === element;
  /**
   * Whether the page has made it its own, as those who morph a page do: an element without the mark, or a text that
   * says something else where others are gone. Who only translates leaves all in their places.
   */
  const isTaken = (node: ChildNode, index: number): boolean =>
    !kept.has(node) &&
    isInside(node) &&
    (isUnmarked(node) || (!mine.every(isInside) && (node as Text).data !== texts[index]));
  /** The op that put a node in, unless the page has made it its own. */
  const makerOf = (node: Node): Maker | undefined => (isUnmarked(node) ? undefined : makers.get(node));
  const isCovered = (node: ChildNode): boolean => kept.get(node)?._stand() === HOLDS;
  const strangers = (): ChildNode[] =>
    children().filter(
      (node) =>
        !(kept.has(node) ? isCovered(node) : mine.includes(node)) && !((makerOf(node)?._order as string) > by._order),
    );
  /** Whether children of the page stay in their places, out of sight. */
  const isCovering = (): boolean => !kept.has(mine[0] as ChildNode) && [...kept.values()].some(Boolean);
  const textOf = (node: ChildNode): string =>
    node instanceof Comment || makerOf(node)
      ? ''
      : ((!(node instanceof Element) && isCovered(node) ? kept.get(node)?._found : get(node, 'textContent')) ?? '');
  /** What the page has there. */
  const read = (): string =>
    fold(
      children()
        .filter((node) => kept.has(node) || !mine.includes(node))
        .map(textOf)
        .join(''),
    );
  /** The same with what fx took out. */
  const whole = (): string =>
    fold([...kept].map(([node, cover]) => (cover || isInside(node) ? '' : textOf(node))).join('') + read());
  /**
   * Whether the page has rendered a part anew beside others that are covered: the whole is still what the op is about.
   */
  const isAdded = (): boolean =>
    isCovering() &&
    mine.every(isInside) &&
    [true, false].every((isKept) => children().some((node) => kept.has(node) === isKept && fold(textOf(node))));
  const keep = (node: ChildNode): void => {
    const cover = kept.get(node) ?? (isHeld(node) ? coverOf(node) : undefined);
    kept.set(node, cover);
    if (cover) cover._put(true);
    else drop(node);
  };
  /**
   * A new element that shows the wish already is a copy of one that was changed: it is put right first. One that was
   * changed itself has been taken apart by a script, as into letters that move.
   */
  const isCopy = (): boolean =>
    !!it._shown &&
    // None was changed before this look.
    (by._turn as number) < watch._hands._turn &&
    read() === it._shown &&
    // What shows the wish of another change is none.
    !stacks.get(element)?._layers.some((one) => one !== it && one._key === it._key);
  const begin = (): void => {
    // Scripts that take texts apart leave the nodes that were there before empty.
    if (said(made) !== it._shown) made = make(element);
    restore();
    if (isCopy()) call(element, 'replaceChildren', ...((original ?? by._original) as () => Iterable<Node>)());
    const [text, ...more] = strangers();
    const isWhole = isComplete(element);
    if (isWhole && value !== null && text instanceof Text && !more[0]) {
      mine = [text];
      kept.set(text, changeText(text, value));
    } else mine = isWhole && made[0] ? made : [...made, new Comment(GUARD)];
    texts = mine.map((node) => (node as Text).data);
  };
  const restore = (): void => {
    const place = mine.find(isInside);
    for (const [node, cover] of kept) {
      if (cover) cover._back();
      // else the page has rendered anew: what was kept is its past
      else if (place && !parentOf(node)) call(element, 'insertBefore', node, kept.has(place) ? null : place);
    }
    for (const node of mine) if (!kept.has(node)) drop(node);
    kept.clear();
    mine = [];
  };

  const it: Change = {
    _key: '<',
    _shown: said(made),
    _stand() {
      if (mine.some(isTaken)) {
        mine.forEach((node, index) => (isTaken(node, index) ? makers.delete(node) : drop(node)));
        made = make(element);
        mine = [];
      }
      const isThere = mine.some(isInside);
      // An element in which nothing was has shown nothing yet.
      const isBegun = isDone && it._found !== undefined;
      if (isBegun && (isThere ? whole() : read()) !== it._found && !isAdded())
        // Copies of marked nodes are swept.
        return !isCopy() ? OTHER : value === null ? FOUND : HOLDS;
      // A child more that shows nothing, such as a spinner, is in nobody's way; nor is what others of fx have put in.
      if (
        !isThere ||
        !mine.every(isInside) ||
        strangers().some((node) => !makerOf(node) && (isCovering() || !isBegun || kept.has(node)))
      )
        return FOUND;
      // What the parser has written meanwhile into children that are out was found, too.
      if (!isDone && isComplete(element)) it._put();
      return HOLDS;
    },
    _put(isAnew) {
      const isNew = !mine.some(isInside);
      if (isNew) {
        if (!isAnew && it._found !== undefined && read() !== it._found && !isCopy()) {
          isDone = isComplete(element);
          return;
        }
        begin();
      }
      // What the page took out may come back as a part that is new.
      for (const [node, cover] of kept)
        if (cover && !isInside(node)) {
          cover._back();
          kept.delete(node);
        }
      strangers().forEach(keep);
      it._found = kept.size ? whole() : undefined;
      isDone = isComplete(element);
      const before = [...kept];
      if (isDone && !isCovering()) {
        by._turn ??= watch._hands._turn;
        original = () =>
          before.map(([node, cover]) =>
            cover ? new Text(cover._found as string) : (node.cloneNode(true) as ChildNode),
          );
        by._original = original;
      }
      const end = children().find((node) => {
        const other = makerOf(node);
        return other && other._order > by._order && other._position === 'beforeend';
      });
      mine.forEach((node, index) => {
        if (!isInside(node)) call(element, 'insertBefore', node, (mine.slice(index).find(isInside) ?? end) as Node);
      });
    },
    _back() {
      // A value of the page's own is still one when it is put in again.
      if (it._stand() !== OTHER) it._found = undefined;
      restore();
    },
    _read: read,
    _yield() {
      // What a script has moved into its own, as into lines, is part of that.
      if (isCovering() || !mine.some((node) => call(element, 'contains', node))) restore();
    },
  };
  return it;
};

/** What nodes say. */
const said = (nodes: readonly Node[]): string => fold(nodes.map((node) => get(node, 'textContent')).join(''));

/** Takes a child that has to stay in its place out of sight; a comment is out of sight. */
const coverOf = (node: ChildNode): Change =>
  node instanceof Element ? hide(node) : changeText(node instanceof Text ? node : new Text(), '');
