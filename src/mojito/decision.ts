/** What is kept about a visitor and a test: Mojito's cookie. */

import type { Test } from './api.js';
import { Cookies } from './cookies.js';

type Decision = Pick<Test, '_read' | '_look' | 'inTest' | 'setInTest' | 'getRecipe' | 'setRecipe'>;

export const createDecision = (test: Test): Decision => {
  const { id, options: own, state } = test.options;
  const name = `${own.cookiePrefix}_${id}${isLive(state) ? '' : '-staging'}`;
  let held: string | undefined;
  const write = (text: string): void => {
    held = text;
    Cookies.set(name, text, { expires: own.cookieDuration }, own.cookieDomain);
  };
  return {
    _read: () => Cookies.get(name),
    _look: () => held ?? test._read(),
    inTest() {
      const text = test._look();
      return text && isIn(text);
    },
    setInTest(value) {
      const recipe = test.getRecipe();
      if (test.inTest() !== isIn(value)) write(recipe ? `${value}.${recipe}` : value);
    },
    getRecipe: () => test._look()?.split('.')[1] ?? null,
    setRecipe(recipe) {
      if (test.recipes.includes(recipe) && test.getRecipe() !== recipe) write(`1.${recipe}`);
    },
  };
};

export const isLive = (state: string): boolean => /^live$/i.test(state);

const isIn = (text: string): boolean => text.split('.')[0] === '1';
