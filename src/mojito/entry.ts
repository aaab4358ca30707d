/** Starts from the script tag: puts `window.Mojito` there, and its hooks on the queue of fx. */

import type { Fx, Hooks } from './api.js';
import { guarded } from './guard.js';
import { createMojito } from './mojito.js';

guarded(() => {
  const scope = window as unknown as Record<string, unknown> & { Mojito?: { readonly addTest?: unknown } };
  if (scope.Mojito?.addTest) return console.warn('Mojito: twice');
  const fx = (): Fx & Hooks => scope.fx as Fx;
  // an element of that name is no queue
  if (!fx()?.push) scope.fx = [];
  if (fx().version) console.warn('Mojito: after fx');
  scope.Mojito = createMojito(fx);
});
