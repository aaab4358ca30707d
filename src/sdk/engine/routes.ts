/** Tells which experiments may be met on a route. */

import { type Context, type Experiment, matches, namespaces } from '../../core/index.js';

/**
 * Whether an experiment may be met there: its `metadata.routes`, which are globs, say so, else its rule where it reads
 * `route`. One that says nothing about routes may be met everywhere.
 */
export function isOnRoute({ audience, metadata }: Experiment, route: string, context: Context): boolean {
  const globs = metadata?.routes;
  if (Array.isArray(globs)) return globs.some((glob: string) => matches({ glob: [route, glob] }, {}));
  const rule = audience?.rule ?? true;
  return !namespaces(rule).includes('route') || matches(rule, { ...context, route });
}
