/**
 * Makes up plays of what ops keep of their own accord: renders, real input, navigations and the app's own writes in any
 * order.
 */

import type { Page } from '@playwright/test';
import fc from 'fast-check';
import type { Op } from '../../src/core/index.js';
import type { KeptPlay, KeptStep } from './kept.js';
import { anyChange, anyExperiments, IDS, runPlays, type Wrong } from './plays.js';

const write: fc.Arbitrary<KeptStep> = fc.oneof(
  fc.record({
    write: fc.constant('text' as const),
    selector: fc.constantFrom('#target', '#badge', '#swap', '#item-b'),
    value: fc.constantFrom('Sold out', 'Headline', 'Item b', 'new', 'Grace'),
  }),
  fc.record({
    write: fc.constant('title' as const),
    selector: fc.constantFrom('#target', '#mixed'),
    value: fc.constantFrom('written', 'a title'),
  }),
  fc.record({
    write: fc.constant('color' as const),
    selector: fc.constantFrom('#target', '#mixed'),
    value: fc.constantFrom('rgb(7, 7, 7)', 'rgb(9, 9, 9)'),
  }),
  fc.record({
    write: fc.constant('class' as const),
    selector: fc.constantFrom('#target', '#mixed'),
    value: fc.constantFrom('busy', 'open'),
  }),
);

const on = fc.subarray([...IDS]);

const step: fc.Arbitrary<KeptStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ render: anyChange }) },
  {
    weight: 2,
    arbitrary: fc.record({
      press: fc.constantFrom('#target', '#mixed', '#swap', '#badge', '#item-b'),
      render: anyChange,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('x', 'Enter'), render: anyChange }) },
  { weight: 2, arbitrary: write },
  { weight: 1, arbitrary: fc.record({ on }) },
  { weight: 1, arbitrary: fc.record({ on, render: anyChange }) },
);

/** Plays so many on a page whose mouse and keyboard it has; returns those that went wrong, the shortest first. */
export const playManyKept = async (
  page: Page,
  count: number,
  seed: number,
  isBeyond: (op: Op) => boolean,
): Promise<Wrong[]> => {
  const plays: fc.Arbitrary<KeptPlay> = fc
    .tuple(
      anyExperiments(isBeyond, 'render'),
      fc.subarray([...IDS], { minLength: 1 }),
      fc.array(step, { minLength: 3, maxLength: 7 }),
    )
    .map(([manifest, first, steps]) => ({ manifest, steps: [{ on: first }, ...steps] }));
  await page.exposeFunction('hand', async (key: string | undefined, x: number, y: number) => {
    if (key) await page.keyboard.press(key);
    else await page.mouse.click(x, y);
  });
  return runPlays(page, fc.sample(plays, { numRuns: count, seed }), (all) => window.playKept(all as KeptPlay[]));
};
