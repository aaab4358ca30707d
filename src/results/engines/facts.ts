/** Reads the facts of an exposure by which results are cut. */

import type { Exposure } from '../../core/index.js';

/** Each fact as a text; null where the exposure does not say. */
export const factsOf = (exposure: Exposure, by: readonly string[]): (string | null)[] =>
  by.map((name) => {
    if (name === 'device') return exposure.device ?? null;
    if (name === 'language') return exposure.language ?? null;
    if (name === 'isNew') return exposure.isNew === undefined ? null : String(exposure.isNew);
    return (Object.hasOwn(exposure.segments ?? {}, name) ? exposure.segments?.[name] : null) ?? null;
  });
