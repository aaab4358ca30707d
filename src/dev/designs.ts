/** Tells the page of received events which share each variant of an experiment, or side of a holdout, should have. */

import { exposureShares, type Manifest } from '../core/index.js';

/** One experiment or holdout: which share of its exposed visitors each variant should have, 0..1. */
export interface PageDesign {
  readonly id: string;
  readonly name: string;
  readonly variants: readonly { readonly key: string; readonly expected: number }[];
}

/** The designs of a manifest. A variant that only a share of its subjects gets is exposed to that share. */
export const designs = ({ experiments, holdouts = [] }: Manifest): PageDesign[] => [
  ...experiments.map(({ id, name, variants }) => {
    const expected = exposureShares(variants);
    return { id, name, variants: variants.map(({ key }, index) => ({ key, expected: expected[index] ?? 0 })) };
  }),
  ...holdouts.map(({ id, name = id, share }) => ({
    id,
    name,
    variants: [
      { key: 'held', expected: share },
      { key: 'open', expected: 1 - share },
    ],
  })),
];
