/** Shows the page as wide as a phone, a tablet or a computer, by the size of its window. */

/** A width, with its name. */
export interface Width {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Those that are offered. */
export const WIDTHS: readonly Width[] = [
  { name: 'Phone', width: 390, height: 844 },
  { name: 'Tablet', width: 820, height: 1100 },
  { name: 'Computer', width: 1280, height: 900 },
];

/** Begins the names of windows that were opened for this: only these can be resized. */
const OWN = 'fx-editor-';

/**
 * Gives the window another size; browsers let that happen in windows that a page has opened, so that it opens one where
 * this is a tab.
 *
 * @returns `resized`, `opened` where the editor goes on in a new window, `blocked` where the browser opens none
 */
export function showAt({ width, height }: Width): 'resized' | 'opened' | 'blocked' {
  if (window.name.startsWith(OWN)) {
    window.resizeTo(width + outerWidth - innerWidth, height + outerHeight - innerHeight);
    return 'resized';
  }
  // What this tab holds comes along with a window that it opens.
  const opened = window.open(location.href, `${OWN}${Date.now()}`, `popup,width=${width},height=${height}`);
  return opened ? 'opened' : 'blocked';
}
