/** Makes the test object of an imported experiment: fx decides, and this answers as Mojito would. */

import type { Experiment } from '../core/index.js';
import type { Fx, MojitoRecipe, Settings, Test, TestConfig } from './api.js';
import { createTest } from './test.js';

/** What an import leaves in the metadata. */
interface Left {
  /** The keys of the wave that fx does not know. */
  readonly mojito?: Partial<TestConfig>;
  /** Recipe ids by variant keys, where the two differ. */
  readonly mojitoRecipes?: Readonly<Record<string, string>>;
}

/** @param fx gives the client, which is a queue until the tag has run */
export const createImported = (experiment: Experiment, settings: Settings, fx: () => Fx): Test => {
  const { audience, id, metadata, mojitoId, status, sticky, variants } = experiment;
  const { mojito, mojitoRecipes } = { ...metadata } as Left;
  const recipes: Record<string, MojitoRecipe> = {};
  const byKey: Record<string, MojitoRecipe> = {};
  const keys: Record<string, string> = {};
  for (const { key, name, weight } of variants) {
    const recipe = mojitoRecipes?.[key] ?? key;
    keys[recipe] = key;
    byKey[key] = recipes[recipe] = {
      ...mojito?.recipes?.[recipe],
      name,
      // one that differs: no even split
      ...(variants.some((other) => Math.abs(weight - other.weight) > 1) && { sampleRate: weight / 10000 }),
    };
  }
  const explain = (): { readonly variant?: string | null; readonly reason?: string } => fx().explain(id) ?? {};
  const recall = (): string | undefined => {
    const [isIn, recipe] = test._read()?.split('.') ?? [];
    return isIn === '1' ? recipe && (keys[recipe] ?? recipe) : isIn && '';
  };
  const test = createTest(
    {
      ...mojito,
      ...experiment,
      id: mojitoId as string,
      state: status === 'draft' ? 'staging' : 'live',
      sampleRate: audience?.sampleRate ?? 1,
      excludeSampleRate: audience?.excludeRate,
      recipes,
      trigger: () => undefined,
    },
    settings,
  );
  return Object.assign<Test, Partial<Test>>(test, {
    // a trigger that is a script sets its own
    activate: () => fx().activate(id),
    trackExposureEvent: () => fx().expose(id),
    _look() {
      const { reason, variant } = explain();
      const key = fx().assignment(id) ?? (reason === 'sticky' && variant);
      return key ? `1.${byKey[key]?.id}` : reason === 'removed' ? '0' : null;
    },
    _isPreview: () => explain().reason === 'preview',
    _recall: recall,
    _decide(reason) {
      const recalled = recall();
      // shared code takes a visitor out by writing the cookie
      if (recalled === '' || (recalled && sticky === false)) return recalled;
      if (reason === 'sticky' || test.options.decisionAdapter === Math.random) return undefined;
      // where the documented adapter keeps what it made of the subject before
      test.options.decisionIdx = 0;
      test.options.digest = '';
      const recipe = test._samples() && test.chooseRecipe();
      return recipe ? (keys[recipe] as string) : null;
    },
    _hear(event) {
      const key = fx().assignment(id);
      if (key) {
        test.activated = true;
        test.chosenRecipe = byKey[key];
      }
      if (event?.experiment !== id) return;
      test.chosenRecipe ??= {};
      if (!event.code) test._tell('onExposure');
      if (event.code === 'error') test._tell('onRecipeFailure', event.stack || event.message);
    },
  });
};
