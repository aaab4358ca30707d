/** Makes the editor's element: styles that nothing of the page reaches, and keys that do not reach the page. */

import { LOOK } from './look.js';
import { make } from './made.js';

/** Styles by a constructed sheet, which no policy of a page forbids; by an element where a browser has none. */
export function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make('style', {}, LOOK));
  }
}

/** What keys do. */
export interface Keys {
  undo(): void;
  redo(): void;
  compare(isHeld: boolean): void;
  /** Ends picking, where somebody picks. */
  escape(): void;
}

/** What happens in the panel and is not the page's, told on the way up. */
const OWN = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'submit', 'change'];

/** What pages listen to on the way down, for shortcuts and to keep the focus: it is stopped at the window. */
const TYPED = [
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'paste',
  'copy',
  'cut',
  'focus',
  'focusin',
  'focusout',
  'blur',
];

/** What is typed and clicked in the panel is not the page's; Alt+C is the editor's everywhere. Returns how to stop. */
export function shield(host: HTMLElement, root: ShadowRoot, keys: Keys): () => void {
  for (const type of OWN) host.addEventListener(type, (event) => event.stopPropagation());
  root.addEventListener('keydown', (event) => press(event as KeyboardEvent, keys));
  const release = holdToCompare(keys);
  const keepInside = (event: Event): void => {
    // What is left behind has no focus any more when that is told.
    if (!event.composedPath().includes(host) || !(root.activeElement || /^(?:focusout|blur)$/.test(event.type))) return;
    event.stopImmediatePropagation();
    // The panel gets its like, which does not leave its root; the browser does with the first what it always does.
    if (/^(?:key|input|focus$)/.test(event.type) && root.activeElement?.dispatchEvent(likeOf(event)) === false)
      event.preventDefault();
  };
  for (const type of TYPED) window.addEventListener(type, keepInside, true);
  return () => {
    release();
    for (const type of TYPED) window.removeEventListener(type, keepInside, true);
  };
}

function press(event: KeyboardEvent, keys: Keys): void {
  if (event.key === 'Escape') {
    // The page's dialogs close at it.
    event.preventDefault();
    keys.escape();
  }
  // In a field the keys undo what was typed there.
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isField(event.target)) return;
  event.preventDefault();
  if (event.shiftKey) keys.redo();
  else keys.undo();
}

/**
 * The same, for listeners of the panel alone. It is no KeyboardEvent: in Firefox each of these leaves its root, however
 * it was made.
 */
function likeOf(event: Event): Event {
  const { cancelable, ctrlKey, key, metaKey, repeat, shiftKey, type } = event as KeyboardEvent;
  return Object.assign(new Event(type, { bubbles: true, cancelable }), { ctrlKey, key, metaKey, repeat, shiftKey });
}

/** Alt+C, wherever the keyboard is. Returns how to stop. */
function holdToCompare({ compare }: Keys): () => void {
  let isHeld = false;
  const hold = (event: KeyboardEvent): void => {
    if (event.code !== 'KeyC' || !event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isHeld) compare(true);
    isHeld = true;
  };
  const release = (event: Event): void => {
    if (!isHeld || (event instanceof KeyboardEvent && event.code !== 'KeyC' && event.key !== 'Alt')) return;
    isHeld = false;
    compare(false);
  };
  window.addEventListener('keydown', hold, true);
  window.addEventListener('keyup', release, true);
  window.addEventListener('blur', release);
  return () => {
    window.removeEventListener('keydown', hold, true);
    window.removeEventListener('keyup', release, true);
    window.removeEventListener('blur', release);
  };
}

/** Boxes to tick have a type. */
const isField = (target: EventTarget | null): boolean => (target as Element).matches('input:not([type]), textarea');
