/** Says in one line what a target holds, and since when. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shown } from '../files/index.js';
import { plural } from '../pages/index.js';
import { STATE_FILE, type Target } from '../publishing/index.js';

/**
 * When a target was written to last; null where that is not known, as of one elsewhere, of which a copy was just made.
 */
export async function publishedAt({ directory, mirror }: Target): Promise<Date | null> {
  if (mirror) return null;
  const found = await stat(join(directory, STATE_FILE)).catch(() => null); // what `fx build` wrote has no state
  return found?.mtime ?? null;
}

/** `public/fx holds revision 0a1b2c3d with 2 experiments, published 2026-11-28 09:30 UTC.` */
export async function lastPublished(target: Target): Promise<string> {
  const { place, state, published } = target;
  const name = shown(place);
  if (!state) return `${name}: nothing is published there yet.`;
  const at = await publishedAt(target);
  const time = at ? `, published ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  const off = state.enabled ? '' : '; all of them are switched off (fx on)';
  return `${name} holds revision ${state.current.revision} with ${plural(published.size, 'experiment')}${time}${off}.`;
}
