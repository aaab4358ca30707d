/** A test, as `addTest` makes it: decided here. */

import type { Config, Settings, Test } from './api.js';
import { createChance } from './chance.js';
import { createDecision, isLive } from './decision.js';
import { attempt } from './guard.js';
import { log, parseUrlParameters } from './utils.js';

/** A test; its trigger was called when it is returned. */
export const createTest = (config: Config, settings: Settings): Test => {
  // what the container sets later holds here, too
  const own: Settings = Object.assign(Object.create(settings), config.options);
  const { id } = config;
  const test = {
    options: {
      name: id,
      state: 'staging',
      sampleRate: 1,
      decisionIdx: 0,
      storageAdapter: own.storageAdapter,
      decisionAdapter: own.decisionAdapter,
      ...config,
      options: own,
    },
    recipes: Object.keys(config.recipes),
  } as unknown as Test;
  const { options, recipes } = test;
  if (id == null || !recipes[1] || options.sampleRate > 1) throw new Error(`Mojito: test ${id}`);
  for (const recipe of recipes) Object.assign(options.recipes[recipe] as object, { id: recipe });
  Object.assign(test, createTools(test), createDecision(test), createChance(test), {
    activate: () => activate(test),
  });
  test._run(() => options.trigger(test));
  return test;
};

const createTools = (test: Test): Partial<Test> => ({
  trackExposureEvent(recipe) {
    if (recipe) test.chosenRecipe = recipe;
    test._tell('onExposure');
  },
  trackRecipeFailureEvent(error) {
    const { message, stack } = Object(error);
    test._tell('onRecipeFailure', stack?.slice(0, test.options.options.maxErrorStackLength) ?? message ?? error);
  },
  log: (message, level) => test.options.options.debug && log(message, level),
  injectCSS(css) {
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
  },
  _tell(what, error) {
    if (!test._isPreview?.()) attempt(() => test.options.storageAdapter[what]?.(test, error));
  },
  _run: (code) =>
    attempt(
      () => {
        code();
        return true;
      },
      (error) => {
        test.chosenRecipe ??= {};
        test.log(error, 'error');
        test.trackRecipeFailureEvent(error);
        return false;
      },
    ),
});

const activate = (test: Test): boolean => {
  const { options, recipes } = test;
  const { divertTo = '', id, manualExposure, state } = options;
  if (test.activated) return false;
  test.activated = true;
  let key: string | null | undefined = parseUrlParameters(location.search)[`mojito_${id}`];
  const keep = (): boolean => {
    const isIn = recipes.includes(`${key}`);
    test.setInTest(isIn ? '1' : '0');
    test.setRecipe(`${key}`);
    return isIn;
  };
  if (key) {
    test._isPreview = () => true;
    // a live test keeps its cookie
    if (!isLive(state)) keep();
  } else if (isLive(state) && recipes.includes(divertTo)) {
    options.isDivert = true;
    key = divertTo;
  } else {
    let isIn = test.inTest();
    if (isIn === null && isLive(state)) options.newToThisTest = isIn = test._samples();
    key = isIn ? (test.getRecipe() ?? test.chooseRecipe()) : '';
    if (keep() && !manualExposure) test.trackExposureEvent(options.recipes[`${key}`]);
  }
  const recipe = recipes.includes(`${key}`) && options.recipes[`${key}`];
  if (!recipe) return false;
  test.chosenRecipe = recipe;
  return test._run(() => {
    for (const css of [options.css, recipe.css]) if (css) test.injectCSS(css);
    recipe.js?.(test);
  });
};
