/** Keeps the editor's element in the page and above all of it: dialogs, popovers, and what fills the screen. */

import { isWithin } from './within.js';

/**
 * What makes all around it inert, closes at a press outside of it, or hides all around it, as Chromium does
 * on a full screen, popovers included. A browser that does not know one of them skips it.
 */
const OPEN =
  ':is(dialog:modal, [popover=""]:popover-open, [popover=auto]:popover-open, :fullscreen:not(video, iframe, img, canvas))';

const WATCHED = { childList: true, subtree: true, attributeFilter: ['open'] };

/**
 * A page that takes the element away each time would go round for ever with what puts it back:
 * after so many returns it rests.
 */
const MOST_RETURNS = 10;

const REST_MS = 1_000;

/** Asks whether the editor still hears: `document.open()` takes the listeners of everything in the document away. */
const ASKED = 'fx';

/**
 * Shows it, and follows the page from now on.
 *
 * @param panel what has to be reached by the mouse
 * @param onDeaf told that nothing of the editor hears any more
 * @returns how to take it away
 */
export function stayOnTop(host: HTMLElement, panel: Element, onDeaf: () => void): () => void {
  /** What is open, the last one on top. */
  let open: readonly Element[] = [];
  /** @param found what is open, perhaps since now; where the element is below something it rises in any case */
  const rise = (found: Iterable<Element> = document.querySelectorAll(OPEN), isBelow = false): void => {
    open = [...new Set([...open, ...found])].filter((one) => one.isConnected && one.matches(OPEN));
    const home = open.at(-1) ?? document.documentElement;
    const isMoved = host.parentNode !== home || !host.isConnected;
    if (isMoved) {
      // Nothing prevents it where nobody hears.
      if (host.dispatchEvent(new Event(ASKED, { cancelable: true }))) {
        onDeaf();
        return;
      }
      home.append(host);
    }
    unzoom(host, home);
    if (!isMoved && !isBelow) return;
    // A dialog in a shadow root is closed without the document hearing of it.
    observer.observe(home.getRootNode(), WATCHED);
    // Whoever comes last into the top layer is above the others; older browsers have none.
    host.togglePopover?.(false);
    host.togglePopover?.(true);
  };
  const follow = (event: Event): void => {
    if (event.target !== host) rise(undefined, true);
  };
  /** The mouse is over the panel, and the panel does not hear of it: nobody told what was opened in a shadow root. */
  const look = (event: MouseEvent): void => {
    if (!event.composedPath().includes(host) && isWithin(panel, event)) rise(openInRoots(document));
  };
  let returns = 0;
  let rest = 0;
  const observer = new MutationObserver(() => {
    if (rest) return;
    const before = host.parentNode;
    rise();
    if (host.parentNode === before || ++returns < MOST_RETURNS) return;
    rest = setTimeout(() => {
      returns = rest = 0;
      rise();
    }, REST_MS);
  });
  host.addEventListener(ASKED, (event) => event.preventDefault());
  host.setAttribute('popover', 'manual');
  rise();
  observer.observe(document, WATCHED);
  const unfollow = followPage(follow, look);
  return () => {
    observer.disconnect();
    clearTimeout(rest);
    unfollow();
    host.remove();
  };
}

/** Hears what opens, and the mouse. */
function followPage(follow: (event: Event) => void, look: (event: MouseEvent) => void): () => void {
  document.addEventListener('toggle', follow, true);
  document.addEventListener('fullscreenchange', follow);
  window.addEventListener('mousemove', look, true);
  return () => {
    document.removeEventListener('toggle', follow, true);
    document.removeEventListener('fullscreenchange', follow);
    window.removeEventListener('mousemove', look, true);
  };
}

/** No style of an element takes back the zoom of what it lies in; browsers of before 2024 do not tell it. */
const unzoom = (host: HTMLElement, home: Element): void =>
  host.style.setProperty('--zoom', String(1 / (home.currentCSSZoom ?? 1)));

/** In open shadow roots, too. */
const openInRoots = (root: ParentNode): Element[] =>
  [...root.querySelectorAll('*')].flatMap((one) => [
    ...(one.matches(OPEN) ? [one] : []),
    ...(one.shadowRoot ? openInRoots(one.shadowRoot) : []),
  ]);
