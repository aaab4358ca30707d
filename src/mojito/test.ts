/** Makes a test, as `addTest` does: decided here, and kept in Mojito's cookie. */

import type { MojitoRecipe, Settings, Test, TestConfig } from './api.js';
import { Cookies } from './cookies.js';
import { guarded } from './guard.js';
import { log, parseUrlParameters } from './utils.js';

/**
 * Makes a test, and calls its trigger before it returns. It is one closure, since each property name would cost bytes.
 */
export const createTest = (config: TestConfig, settings: Settings): Test => {
  // Settings that the container changes later apply here, too.
  const own: Settings = Object.assign(Object.create(settings), config.options);
  const { id } = config;
  const recipes = Object.keys(config.recipes);
  const options = {
    name: id,
    state: 'staging',
    sampleRate: 1,
    decisionIdx: 0,
    storageAdapter: own.storageAdapter,
    decisionAdapter: own.decisionAdapter,
    ...config,
    options: own,
  } as Test['options'];
  const isLive = /^live$/i.test(options.state);
  const cookie = `${own.cookiePrefix}_${id}${isLive ? '' : '-staging'}`;
  let held: string | undefined;
  if (!id || !recipes[1]) throw Error(id);
  const recipeOf = (key: string): MojitoRecipe => options.recipes[key] as MojitoRecipe;
  for (const key of recipes) recipeOf(key).id = key;
  const isIn = (text: string): boolean => text.split('.')[0] === '1';
  const write = (text: string): void => {
    held = text;
    Cookies.set(cookie, text, { expires: own.cookieDuration }, own.cookieDomain);
  };
  const run = (code: () => void): boolean =>
    guarded(
      () => {
        code();
        return true;
      },
      (error) => {
        test.chosenRecipe ??= {};
        test.trackRecipeFailureEvent(error);
        return false;
      },
    );
  const keep = (key: string): boolean => {
    const has = recipes.includes(key);
    test.setInTest(has ? '1' : '0');
    test.setRecipe(key);
    return has;
  };
  const test: Test = {
    options,
    recipes,
    activate() {
      if (test.activated) return false;
      test.activated = true;
      let key = parseUrlParameters(location.search)[`mojito_${id}`] as string;
      if (key) {
        test._isPreview = () => true;
        // a live test keeps its cookie
        if (!isLive) keep(key);
      } else if (isLive && recipes.includes(options.divertTo as string)) {
        options.isDivert = true;
        key = options.divertTo as string;
      } else {
        let isIn = test.inTest();
        if (isIn === null && isLive) isIn = test._samples();
        key = (isIn && (test.getRecipe() ?? test.chooseRecipe())) as string;
        if (keep(key) && !options.manualExposure) test.trackExposureEvent(recipeOf(key));
      }
      // a preview may name any
      if (!recipes.includes(key)) return false;
      const recipe = recipeOf(key);
      test.chosenRecipe = recipe;
      return run(() => {
        for (const css of [options.css, recipe.css]) if (css) test.injectCSS(css);
        recipe.js?.(test);
      });
    },
    trackExposureEvent(recipe) {
      if (recipe) test.chosenRecipe = recipe;
      test._tell('onExposure');
    },
    trackRecipeFailureEvent(error) {
      const { stack = error } = Object(error);
      test._tell('onRecipeFailure', `${stack}`.slice(0, own.maxErrorStackLength));
    },
    inTest: () => test._look() && isIn(test._look() as string),
    setInTest(value) {
      const recipe = test.getRecipe();
      if (test.inTest() !== isIn(value)) write(recipe ? `${value}.${recipe}` : value);
    },
    getRecipe: () => test._look()?.split('.')[1] ?? null,
    setRecipe(key) {
      if (recipes.includes(key) && test.getRecipe() !== key) write(`1.${key}`);
    },
    getRandom() {
      const number = options.decisionAdapter(test as never);
      options.decisionIdx++;
      return number;
    },
    chooseRecipe() {
      const number = test.getRandom();
      const rate = (key: string): number => recipeOf(key).sampleRate as number;
      if (recipes.some((key) => rate(key) == null)) return recipes[Math.floor(number / (1 / recipes.length))];
      let sum = 0;
      return [...recipes]
        .sort((one, other) => rate(one) - rate(other))
        .find((key) => {
          sum += rate(key);
          return number <= sum;
        });
    },
    log: (message, level) => own.debug && log(message, level),
    injectCSS(css) {
      const style = document.createElement('style');
      style.textContent = css;
      document.head.append(style);
    },
    _read: () => Cookies.get(cookie),
    _look: () => held ?? test._read(),
    _samples: () => options.sampleRate > 0 && test.getRandom() <= options.sampleRate,
    _tell(what, error) {
      if (!test._isPreview?.()) guarded(() => options.storageAdapter[what]?.(test, error));
    },
  };
  run(() => options.trigger(test));
  return test;
};
