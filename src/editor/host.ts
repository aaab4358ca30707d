/** The editor's element: styles that nothing of the page reaches, and keys that do not reach the page. */

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
}

/** What happens in the panel and is not the page's. */
const OWN = [
  'keydown',
  'keyup',
  'keypress',
  'click',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'focusin',
  'submit',
  'input',
  'change',
];

/** What is typed and clicked in the panel is not the page's; Alt+C is the editor's everywhere. Returns how to stop. */
export function shield(host: HTMLElement, { compare, redo, undo }: Keys): () => void {
  for (const type of OWN)
    host.addEventListener(type, (event) => {
      event.stopPropagation();
      if (!(event instanceof KeyboardEvent) || type !== 'keydown' || !(event.ctrlKey || event.metaKey)) return;
      // In a field the keys undo what was typed there.
      if (event.key.toLowerCase() !== 'z' || isField(event.composedPath()[0])) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    });
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

const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement && /^(?:input|textarea)$/.test(target.localName);
