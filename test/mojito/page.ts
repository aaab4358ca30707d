/** Loads `window.Mojito` anew on a page without cookies, with or without a client of fx. */

import { vi } from 'vitest';
import type { createMojito } from '../../src/mojito/mojito.js';

export type Mojito = ReturnType<typeof createMojito>;

export async function load(before?: unknown): Promise<Mojito> {
  vi.resetModules();
  const scope = window as unknown as Record<string, unknown>;
  delete scope.Mojito;
  scope.fx = before ?? [];
  await import('../../src/mojito/entry.js');
  return scope.Mojito as Mojito;
}

export function clearCookies(): void {
  for (const pair of document.cookie.split('; ')) {
    // biome-ignore lint/suspicious/noDocumentCookie: it is what a browser has, too
    document.cookie = `${pair.split('=')[0]}=;path=/;expires=Thu, 01 Jan 1970 00:00:00 GMT`;
  }
}
