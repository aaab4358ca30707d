/** Lies over frames of the page while somebody picks: what happens in a frame is told to its own document alone. */

import { createAim } from './aim.js';
import { isBlank } from './sight.js';

/** What lies over frames. */
export interface Covers {
  /** Lies over an element from now on, where that is a frame, or may hold one in a closed shadow root. */
  over(element: Element | null): void;
  /** Lies over nothing any more. */
  clear(): void;
}

const FRAMES = 'iframe, frame, object, embed';

/** Makes it, over all frames of the document. */
export function createCovers(
  root: ShadowRoot,
  onAim: (frame: Element) => void,
  onPick: (frame: Element) => void,
): Covers {
  const ends = new Map<Element, () => void>();
  const over: Covers['over'] = (frame) => {
    if (!frame || ends.has(frame) || !(frame.matches(FRAMES) || isSealed(frame))) return;
    const { around, node } = createAim('cover');
    // A frame may be seen by nobody, or lie below something else: the mouse means what the page shows there.
    const meant = ({ clientX, clientY }: MouseEvent): Element =>
      elementAt(document, root.host, clientX, clientY) ?? frame;
    node.addEventListener('mousemove', (event) => onAim(meant(event)));
    node.addEventListener('click', (event) => onPick(meant(event)));
    root.prepend(node);
    around(() => frame);
    ends.set(frame, () => {
      around(() => null);
      node.remove();
    });
  };
  for (const frame of document.querySelectorAll(FRAMES)) over(frame);
  return {
    over,
    clear() {
      for (const end of ends.values()) end();
    },
  };
}

/** Of another element nobody can tell: over a mere box the mouse shall scroll what that is in. */
const isSealed = (element: Element): boolean => /-/.test(element.localName) && isBlank(element);

/** The innermost element of the page there, in open shadow roots too; nothing of the editor's own. */
function elementAt(root: Document | ShadowRoot, host: Element, x: number, y: number): Element | null {
  const found = root.elementsFromPoint(x, y).find((one) => one !== host && root.contains(one));
  return (found?.shadowRoot && elementAt(found.shadowRoot, host, x, y)) ?? found ?? null;
}
