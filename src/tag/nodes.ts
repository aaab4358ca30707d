/** Puts nodes in beside or inside an element, moves none that lives, and takes copies of them away. */

import { drop, isUnmarked, type Kind, MARK, parentOf } from './changes.js';
import { call, create, every, get } from './dom.js';
import { FOUND, HOLDS, type Maker, type Workshop } from './slots.js';

/** What must not leave the document for a moment. */
const ALIVE = ':focus,iframe,object,embed,video,audio,dialog[open],style,link';

export const changeNodes: Kind = (element, position, _value, make, by, { _makers: makers }) => {
  const isEnd = position.endsWith('end');
  // afterbegin and beforeend are
  const isInside = isEnd === position.startsWith('before');
  const isBackwards = isInside === isEnd;
  const next = isBackwards ? 'previousSibling' : 'nextSibling';
  const home = (): ParentNode | null => (isInside ? element : parentOf(element));
  const nearest = (): ChildNode | null =>
    isInside ? get(element, isEnd ? 'lastChild' : 'firstChild') : (get(element, next) as ChildNode | null);
  const nodes = make(home() as Node);
  /** Also where a script has wrapped it, with all that is there. */
  const isHome = (node: Node): boolean => call((home() ?? element) as Node, 'contains', node);
  /** Whether they have to follow their element, and can. */
  const isAstray = (): boolean => {
    let node = nearest();
    // What others of fx have put in may lie between.
    while (node && makers.has(node) && !nodes.includes(node)) node = get(node, next);
    return !nodes.includes(node as ChildNode) && ('moveBefore' in element || !nodes.some(isAlive));
  };
  const isMissing = (node: Node): boolean => !isHome(node) || isUnmarked(node) || (!isInside && isAstray());
  /** The list stays the same one: whoever lies above, and the visitor's hands, hold on to it. */
  const back = (): void => nodes.splice(0).forEach((node) => isUnmarked(node) || drop(node));
  return {
    _key: (isInside ? '<' : '|') + by._order,
    _nodes: nodes,
    _stand: () => (nodes.some(isMissing) ? FOUND : HOLDS),
    _put() {
      if (nodes.some(isUnmarked)) {
        back();
        nodes.push(...make(home() as Node));
      }
      // Nodes of experiments above lie nearer at one place, and stay there.
      let place = nearest();
      let last: Node | null = isInside || !isBackwards ? null : element;
      while (place && isAbove(makers.get(place), by)) {
        last = place;
        place = get(place, next);
      }
      let before = isBackwards ? last : place;
      for (const node of nodes) {
        // One that is there already stays, and those behind it follow it.
        if (before === node) before = get(node, 'nextSibling');
        move(home() as ParentNode, node, before);
      }
    },
    _back: back,
  };
};

/** Whether nodes were put in at the same place by an op above. */
const isAbove = (other: Maker | undefined, by: Maker): boolean =>
  !!other && other._position === by._position && other._order > by._order;

const isAlive = (node: Node): unknown =>
  node instanceof Element && (call(node, 'matches', ALIVE) || call(node, 'querySelector', ALIVE));

/** Where the browser can, what lives goes on living. */
const move = (parent: ParentNode, node: Node, before: Node | null): void => {
  const to = parent as ParentNode & { moveBefore?(node: Node, before: Node | null): void };
  if (to.moveBefore && get(node, 'isConnected') && get(parent, 'isConnected')) to.moveBefore(node, before);
  else call(parent, 'insertBefore', node, before);
};

/** Whether a node is something that an op has put in, or a copy of that: never what it looks for. */
export const isMade = (node: Node, title: string): unknown => call(node as Element, 'closest', `[${MARK}="${title}"]`);

/** The nodes of an op: marked markup, or a text. */
export const makeNodes = (
  isMarkup: boolean,
  value: string,
  context: Node,
  { _capability: capability }: Pick<Workshop, '_capability'>,
  title: string,
  position: string | undefined,
): ChildNode[] =>
  isMarkup ? mark(capability._nodes(value, context as Element), title, !!position) : [new Text(value)];

/** Marks nodes as an op's; a text that stands for itself is wrapped, for nothing else could be known again. */
export const mark = (nodes: readonly ChildNode[], text: string, wraps: boolean): ChildNode[] =>
  nodes.map((node) => {
    let element: ChildNode = node;
    if (wraps && node instanceof Text && node.data.trim()) {
      const box = create('fx-text' as 'span');
      box.append(node);
      element = box;
    }
    if (element instanceof Element) call(element, 'setAttribute', MARK, text);
    return element;
  });

/**
 * Takes away what carries a mark and was not put in here: a copy, or left over from another page. The copy in which a
 * browser shows the chosen option of a select is its own.
 */
export const sweep = ({ _makers: makers }: Pick<Workshop, '_makers'>): void => {
  for (const copy of every(`:not(selectedcontent *)[${MARK}]`)) if (!makers.has(copy)) drop(copy);
};
