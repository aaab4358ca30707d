/** Pushes each exposure to the page's dataLayer, which its owner may replace. */

import { get, listen } from './dom.js';
import type { Emitter } from './events.js';
import type { Options } from './options.js';

/** Does so where the page has named its dataLayer. */
export const pushExposures = ({ layer }: Pick<Options, 'layer'>, emitter: Emitter): void => {
  if (layer) {
    const push = createLayer(layer);
    emitter._on('exposure', ({ experiment, variant, device, isNew, language, segments }) =>
      push({
        event: 'experience_impression',
        exp_variant_string: `FX-${experiment}-${variant}`,
        experiment_id: experiment,
        variation_id: variant,
        device,
        is_new: isNew,
        language,
        segments,
      }),
    );
  }
};

/**
 * The array is asked for at each push: `dataLayer = []` in a later snippet makes another one. What went to the former
 * before load, the one of then gets.
 */
export const createLayer = (name: string): ((entry: object) => void) => {
  const scope = window as unknown as Record<string, unknown[]>;
  const early: object[] = [];
  listen(window, 'load', () => {
    const now = scope[name];
    for (const entry of early.splice(0)) if (Array.isArray(now) && !now.includes(entry)) now.push(entry);
  });
  return (entry) => {
    scope[name] ??= [];
    scope[name].push(entry);
    if (get(document, 'readyState') !== 'complete') early.push(entry);
  };
};
