/** Holds waves as an import writes them, and pages that have Mojito's stand-in before the tag. */

import type { Page } from '@playwright/test';
import type { Experiment, Trigger, Variant } from '../../src/core/index.js';

export const feature = 'mojito';

/** The file that stands in for Mojito, and shared code after it. */
export const loading = (shared = ''): string =>
  `<script src="/dist/fx.mojito.js"></script><script>window.told = [];${shared}</script>`;

/** Shared code that keeps what a storageAdapter is told in `window.told`. */
export const TELLING = `
  Mojito.options.storageAdapter = {
    onExposure: function (test) { told.push(['exposure', test.options.id, test.chosenRecipe.id, test.chosenRecipe.name]); },
    onRecipeFailure: function (test, error) { told.push(['failure', test.options.id, test.chosenRecipe.name || 'trigger', error.split('\\n')[0]]); },
  };`;

export const toldOf = (page: Page): Promise<unknown[][]> =>
  page.evaluate(() => (window as unknown as { told: unknown[][] }).told);

const testObject = (mojitoId: string): string => `window.Mojito && Mojito.testObjects["${mojitoId}"] || experiment`;

/** Code of a recipe, as an import calls it. */
export const recipeJs = (mojitoId: string, code: string): string => `(${code})(${testObject(mojitoId)});`;

/** Code of a trigger, as an import calls it. */
export const triggerJs = (mojitoId: string, code: string): Trigger => ({
  kind: 'script',
  js: `(${code})(Object.assign(${testObject(mojitoId)}, { activate: activate }));`,
});

/** A wave with two recipes that gives everyone the second, unless its variants say otherwise. */
export const wave = (
  mojitoId: string,
  rest: Partial<Experiment> = {},
  treatment: Partial<Variant> = {},
): Experiment => ({
  id: mojitoId.toLowerCase(),
  name: `Wave ${mojitoId}`,
  mojitoId,
  variants: [
    { key: '0', name: 'Control', weight: 0 },
    { key: '1', name: 'Treatment', weight: 10000, ...treatment },
  ],
  ...rest,
});
