/** Checks the code and the style sheets of a wave as the validator will, at their lines in the files of the wave. */

import type { Fault, SyntaxChecker } from '../../authoring/checks.js';
import type { WaveCode } from './code.js';
import { toRecipeJs, toSharedJs, toTriggerJs } from './emit.js';
import type { Remark, Wave } from './wave.js';

/** Everything that would keep the experiment from being valid. */
export async function checkWave(wave: Wave, checker: SyntaxChecker): Promise<Remark[]> {
  const { customCode, css, id, js, recipes, trigger } = wave;
  const found = await Promise.all([
    trigger && checkJs(trigger, toTriggerJs(trigger, id), checker),
    ...Object.entries({ ...(js && { js }), ...customCode }).map(([key, code]) =>
      checkJs(code, toSharedJs({ [key]: code }, id), checker),
    ),
    css === undefined ? undefined : checkCss(wave, ['css'], css, checker),
    ...recipes.flatMap((recipe) => [
      recipe.js && checkJs(recipe.js, toRecipeJs(recipe.js, id), checker),
      recipe.css === undefined ? undefined : checkCss(wave, ['recipes', recipe.id, 'css'], recipe.css, checker),
    ]),
  ]);
  return found.filter((remark) => remark !== undefined);
}

async function checkJs(code: WaveCode, text: string | undefined, { js }: SyntaxChecker): Promise<Remark | undefined> {
  const fault = text === undefined ? undefined : await js(text);
  return fault && { file: code.file, line: code.line, message: `The code ${explain('JavaScript', fault)}` };
}

async function checkCss(
  { raw }: Wave,
  path: readonly string[],
  text: string,
  { css }: SyntaxChecker,
): Promise<Remark | undefined> {
  const fault = await css(text);
  if (!fault) return undefined;
  const name = raw.parts.get(path.join('.'));
  const at =
    name === undefined
      ? { file: raw.file, line: raw.lineOf(path) }
      : { file: `${raw.folder}/${name}`.replace(/^\.\//, ''), line: fault.within.line + 1 };
  return { ...at, message: `The style sheet ${explain('CSS', fault)}` };
}

const explain = (language: string, { reason }: Fault): string => `must be valid ${language}: ${reason}.`;
