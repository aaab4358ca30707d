/** Holds what the specs of the api share: the experiments that they ask about, and what a page has noted. */

import type { Experiment } from '../../src/core/index.js';
import { experiment, withOps } from '../harness/index.js';

export const feature = 'api';
export const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
export const headline: Experiment = experiment(
  'headline',
  { domOps: [text], payload: { size: 3 } },
  { metadata: { owner: { name: 'shop' } } },
);
export const pro = (rest: Partial<Experiment> = {}): Experiment => ({
  ...withOps('pro', text),
  audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } },
  ...rest,
});

/** What the page has put down for the spec. */
export const noted = (from: { evaluate: (run: () => unknown) => Promise<unknown> }): Promise<unknown> =>
  from.evaluate(() => (window as unknown as { notes: unknown }).notes);
