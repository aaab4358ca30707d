/** Makes manifests for the specs: the shortest way to an experiment that everyone is in. */

import type { Experiment, Manifest, Op, Variant } from '../../src/core/index.js';

/** An experiment that gives everyone `treatment`, with a recipe. */
export const experiment = (id: string, recipe: Partial<Variant> = {}, rest: Partial<Experiment> = {}): Experiment => ({
  id,
  name: `Experiment ${id}`,
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, ...recipe },
  ],
  ...rest,
});

/** An experiment whose treatment is these ops. */
export const withOps = (id: string, ...domOps: readonly Op[]): Experiment => experiment(id, { domOps });

/** An experiment that gives everyone `control`. */
export const withControl = (id: string, rest: Partial<Experiment> = {}): Experiment => ({
  ...experiment(id, {}, rest),
  variants: [
    { key: 'control', name: 'Control', weight: 10000 },
    { key: 'treatment', name: 'Treatment', weight: 0 },
  ],
});

/** A manifest, its experiments sorted by id as published ones are. */
export const manifestOf = (...experiments: readonly Experiment[]): Manifest => ({
  version: 1,
  revision: 'e2e',
  enabled: true,
  experiments: [...experiments].sort((a, b) => (a.id < b.id ? -1 : 1)),
});
