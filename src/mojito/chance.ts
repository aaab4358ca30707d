/** How Mojito decides: by numbers of the decisionAdapter. */

import type { Test } from './api.js';

export const createChance = (test: Test): Pick<Test, 'getRandom' | 'chooseRecipe' | '_samples'> => ({
  getRandom() {
    const number = test.options.decisionAdapter(test as never);
    test.options.decisionIdx++;
    return number;
  },
  /** An even split, or by the rates of all recipes, the smallest first. */
  chooseRecipe() {
    const { options, recipes } = test;
    const number = test.getRandom();
    const rate = (recipe: string): number => options.recipes[recipe]?.sampleRate as number;
    if (recipes.some((recipe) => rate(recipe) == null)) return recipes[Math.floor(number / (1 / recipes.length))];
    let sum = 0;
    return [...recipes]
      .sort((one, other) => rate(one) - rate(other))
      .find((recipe) => {
        sum += rate(recipe);
        return number <= sum;
      });
  },
  _samples: () => test.options.sampleRate > 0 && test.getRandom() <= test.options.sampleRate,
});
