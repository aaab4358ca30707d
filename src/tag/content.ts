/** Changes what is inside an element, told by its text from what the page puts there later. */

import { changeText, drop, hide, type Kind, parentOf } from './changes.js';
import { call, get, isComplete } from './dom.js';
import { GUARD, isHeld } from './held.js';
import { type Change, FOUND, HOLDS, OTHER } from './slots.js';

/** A node that was there. */
interface Kept {
  _text: string;
  /** What covers it, where it has to stay in its place. */
  readonly _cover: Change | undefined;
}

/** A text as it is compared. */
export const fold = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * fx's nodes, the last of which the parser does not write on. The nodes that were there are kept, and the same ones are put
 * back. A lone text is written over: a framework which holds on to it still finds it.
 */
export const changeContent: Kind = (element, _, value, make, by, { _makers: makers }) => {
  const made = make(element);
  const kept = new Map<ChildNode, Kept>();
  let mine: ChildNode[] = [];
  /** Whether the parser was done with the element when the change was last seen to hold. */
  let isDone = false;

  const children = (): ChildNode[] => [...get(element, 'childNodes')];
  const isInside = (node: Node): boolean => parentOf(node) === element;
  const isCovered = (node: ChildNode): boolean => kept.get(node)?._cover?._stand() === HOLDS;
  const strangers = (): ChildNode[] =>
    children().filter(
      (node) =>
        !(kept.has(node) ? isCovered(node) : mine.includes(node)) && !((makers.get(node)?._order ?? '') > by._order),
    );
  /** The page's own children: nodes that other changes of fx have put in since do not count. */
  const others = (): ChildNode[] => strangers().filter((node) => !makers.has(node));
  const holds = (): boolean => mine.every(isInside) && !others()[0];
  /** Whether children of the page stay in their places, out of sight. */
  const isCovering = (): boolean => !kept.has(mine[0] as ChildNode) && [...kept.values()].some((one) => one._cover);
  const isChanged = (node: ChildNode, { _cover: cover, _text: text }: Kept): boolean =>
    isInside(node) && !!cover && (node instanceof Element ? textOf(node) !== text : cover._stand() === OTHER);
  const read = (): string =>
    fold(
      children()
        .filter((node) => !makers.has(node) && (kept.has(node) || !mine.includes(node)))
        .map((node) => (isCovered(node) ? kept.get(node)?._text : textOf(node)))
        .join(''),
    );
  /** Takes a child that has to stay in its place out of sight; a comment is out of sight. */
  const cover = (node: ChildNode): Change =>
    node instanceof Element ? hide(node) : changeText(node instanceof Text ? node : new Text(), '');
  const keep = (node: ChildNode): void => {
    const _text = textOf(node);
    const _cover = kept.has(node) ? kept.get(node)?._cover : isHeld(node) ? cover(node) : undefined;
    kept.set(node, { _cover, _text });
    if (_cover) _cover._put(true);
    else drop(node);
  };
  /** A new element that shows the wish already is a copy of one that was changed: it is put right first. */
  const isCopy = (): boolean => !!it._shown && !!by._original && read() === it._shown;
  const begin = (): void => {
    restore();
    if (isCopy()) call(element, 'replaceChildren', ...(by._original?.() ?? []));
    const [text, ...more] = strangers();
    const isWhole = isComplete(element);
    if (isWhole && value !== null && text instanceof Text && !more[0]) {
      mine = [text];
      kept.set(text, { _text: text.data, _cover: changeText(text, value) });
    } else mine = [...made, isWhole ? new Text() : new Comment(GUARD)];
  };
  const restore = (): void => {
    const place = mine.find(isInside);
    for (const [node, { _cover }] of kept) {
      if (_cover) _cover._back();
      // else the page has rendered anew: what was kept is its past
      else if (place && !parentOf(node)) call(element, 'insertBefore', node, kept.has(place) ? null : place);
    }
    for (const node of mine) if (!kept.has(node)) drop(node);
    kept.clear();
    mine = [];
  };

  const it: Change = {
    _key: '<',
    _shown: fold(made.map(textOf).join('')),
    _stand() {
      if (!isDone) {
        if (!holds()) return FOUND;
        isDone = isComplete(element);
        return HOLDS;
      }
      // An element in which nothing was has shown nothing yet.
      if (!mine.some(isInside)) return it._found === undefined || read() === it._found || isCopy() ? FOUND : OTHER;
      if ([...kept].some(([node, one]) => isChanged(node, one))) return OTHER;
      if (kept.size && !isCovering()) {
        const more = others().filter((node) => kept.has(node) || fold(textOf(node)));
        if (more.some((node) => !kept.has(node))) return OTHER;
        return mine.every(isInside) && !more[0] ? HOLDS : FOUND;
      }
      return holds() ? HOLDS : FOUND;
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
      for (const [node, one] of kept) if (isAnew && node instanceof Element) one._text = textOf(node);
      strangers().forEach(keep);
      if (isNew || isAnew || !isDone || it._found === undefined)
        it._found = kept.size
          ? fold([...kept].map(([node, { _text }]) => (makers.has(node) ? '' : _text)).join(''))
          : undefined;
      isDone = isComplete(element);
      const texts = [...kept];
      if (isDone && !isCovering())
        by._original = () =>
          texts.map(([node, { _cover, _text }]) => (_cover ? new Text(_text) : (node.cloneNode(true) as ChildNode)));
      const end = children().find((node) => {
        const other = makers.get(node);
        return other && other._order > by._order && other._position === 'beforeend';
      });
      mine.forEach((node, index) => {
        if (!isInside(node)) call(element, 'insertBefore', node, mine.slice(index).find(isInside) ?? end ?? null);
      });
    },
    _back() {
      if (mine.some(isInside)) it._found = undefined;
      restore();
    },
    _read: read,
    _yield() {
      if (isCovering() || !mine.some(isInside)) restore();
    },
  };
  return it;
};

const textOf = (node: Node): string => (node instanceof Comment ? '' : (get(node, 'textContent') ?? ''));
