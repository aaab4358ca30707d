/** Keeps a page quiet: scripts that a part asks for count as loaded, and warnings are kept in place of printed. */

import { vi } from 'vitest';

/** @returns what the console is told from now on */
export function keepQuiet(): readonly string[] {
  const warnings: string[] = [];
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  return warnings;
}

/** Takes scripts and globals of the tag away. */
export function clearPage(): void {
  for (const script of document.querySelectorAll('script')) script.remove();
  Reflect.deleteProperty(document, 'currentScript');
  Reflect.deleteProperty(window, 'shop');
  Reflect.deleteProperty(window, 'fx');
}
