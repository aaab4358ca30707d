/** Warns, while a site is developed, of what would spoil a result. */

import type { FxSource } from './source.js';

/**
 * Warns once where the tag counts an experiment by itself that a component is to count.
 *
 * @param said the ids that it was said of
 */
export function warnOfExposure(source: FxSource, id: string, said: Set<string>): void {
  // A tag counts when its trigger fires, also where no component ever shows the variant.
  const experiment = source.activate && isDevelopment() && source.experiments.find((one) => one.id === id);
  if (!experiment || experiment.manualExposure || said.has(id)) return;
  said.add(id);
  console.warn(`fx: ${id} is rendered by React: give it manualExposure: true, or it counts visitors who never see it.`);
}

function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    // Silence is right: no bundler, no Node, and so nobody who develops with either.
    return false;
  }
}

declare const process: { readonly env: { readonly NODE_ENV?: string } };
