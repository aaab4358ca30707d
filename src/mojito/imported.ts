/** The test object of an imported experiment: fx decides, and this answers as Mojito would. */

import type { Experiment } from '../core/index.js';
import type { Config, Fx, Recipe, Settings, Test } from './api.js';
import { createChance } from './chance.js';
import { createTest } from './test.js';

/** What an import leaves in the metadata. */
interface Left {
  /** The keys of the wave that fx does not know. */
  readonly mojito?: Partial<Config>;
  /** Recipe ids by variant keys, where the two differ. */
  readonly mojitoRecipes?: Readonly<Record<string, string>>;
}

/** @param fx gives the client, which is a queue until the tag has run */
export const createImported = (experiment: Experiment, settings: Settings, fx: () => Fx): Test => {
  const { id, metadata, sticky, variants } = experiment;
  const { mojito, mojitoRecipes } = { ...metadata } as Left;
  const toId = (key: string): string => mojitoRecipes?.[key] ?? key;
  const toKey = (recipe: string): string => variants.find(({ key }) => toId(key) === recipe)?.key ?? recipe;
  const explain = (): { readonly variant?: string | null; readonly reason?: string } => fx().explain(id) ?? {};
  const test = createTest(toConfig(experiment, toId, mojito), settings);
  const recall = (): string | undefined => {
    const [isIn, recipe] = test._read()?.split('.') ?? [];
    return isIn === '1' ? recipe && toKey(recipe) : isIn && '';
  };
  return Object.assign<Test, Partial<Test>>(test, {
    // a trigger that is a script sets its own
    activate: () => fx().activate(id),
    trackExposureEvent: () => fx().expose(id),
    _look() {
      const { reason, variant } = explain();
      const key = fx().assignment(id) ?? (reason === 'sticky' && variant);
      return key ? `1.${toId(key)}` : reason === 'removed' ? '0' : null;
    },
    _isPreview: () => explain().reason === 'preview',
    _refresh() {
      const key = fx().assignment(id);
      if (key) Object.assign(test, { activated: true, chosenRecipe: test.options.recipes[toId(key)] });
    },
    _recall: recall,
    _decide(reason) {
      const recalled = recall();
      // shared code takes a visitor out by writing the cookie
      if (recalled === '' || (recalled && sticky === false)) return recalled;
      if (reason === 'sticky' || test.options.decisionAdapter === Math.random) return undefined;
      // its own for each subject: what the adapter leaves in the options is of one
      const self: Test = { ...test, options: Object.create(test.options) };
      Object.assign(self, createChance(self));
      const recipe = self._samples() && self.chooseRecipe();
      return recipe ? toKey(recipe) : null;
    },
    _hear({ code, message, stack, variant }) {
      test.chosenRecipe = test.options.recipes[toId(variant)] ?? {};
      if (!code) test._tell('onExposure');
      if (code === 'error') test._tell('onRecipeFailure', stack || message);
    },
  });
};

/** The config that a wave had, out of its experiment. */
const toConfig = (
  experiment: Experiment,
  toId: (key: string) => string,
  mojito: Partial<Config> | undefined,
): Config => {
  const { audience = {}, mojitoId = '', status, variants } = experiment;
  const recipes: Record<string, Recipe> = {};
  for (const { key, name, weight } of variants) {
    const recipe: Recipe = { ...mojito?.recipes?.[toId(key)], name };
    // one that differs: no even split
    if (variants.some((other) => Math.abs(weight - other.weight) > 1)) recipe.sampleRate = weight / 10000;
    recipes[toId(key)] = recipe;
  }
  return {
    ...mojito,
    ...experiment,
    id: mojitoId,
    state: status === 'draft' ? 'staging' : 'live',
    sampleRate: audience.sampleRate ?? 1,
    excludeSampleRate: audience.excludeRate,
    recipes,
    trigger: () => undefined,
  };
};
