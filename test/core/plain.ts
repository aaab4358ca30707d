/** Holds what tests of deciding share: an experiment without any gate, subjects, and what a subject gets who is out. */

import type { Experiment } from '../../src/core/index.js';

/** Everybody is in it, half of them in each variant. */
export const experiment: Experiment = {
  id: 'homepage-cta',
  name: 'Call to action',
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000 },
  ],
};

/** Subjects. */
export const ids = Array.from({ length: 200 }, (_, index) => `user-${index}`);

/** The decision on a subject who is out for this reason. */
export const out = (reason: string) => ({ variant: null, recipe: false, exposure: false, reason });
