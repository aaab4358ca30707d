/** Writes the code of a wave as the code of an experiment. */

/*
 * What `src/mojito` may rely on, and docs/migrating-from-mojito.md says, too:
 *
 * - Every imported experiment has `x-mojito-id` (`mojitoId` in the manifest): the id of its wave, which names
 *   its cookie `_mojito_<id>`, its preview `?mojito_<id>=` and its test object `Mojito.testObjects[<id>]`.
 * - Variant keys are recipe ids. Where a recipe id cannot be a key, `metadata.mojitoRecipes` has
 *   `{<key>: <recipe id>}`.
 * - `metadata.mojito` has every key of the wave that fx does not know, for `test.options.<key>`; `recipes` in it
 *   has the further keys of recipes, by recipe id. What fx does know is where fx has it: `sampleRate`, `divertTo`,
 *   `manualExposure`, `audience.excludeRate` (excludeSampleRate), `status` (state), `variants[].weight` (ten thousand
 *   times the recipe's sampleRate; an even split where the wave had no rates). No hash is written down:
 *   `decisionAdapter` decides.
 * - Code that uses its test object is called with `window.Mojito && Mojito.testObjects[<id>] || experiment`.
 * - A trigger that stays a script sets `activate` of its test object to fx's own, and then calls the original. Any
 *   other trigger is activated by `fx.activate(<experiment id>)` where it has a `manual` part, which it gets where the
 *   code of another wave activates it.
 * - Shared js is not run but set: `test.options.js`, right before the recipe.
 */

import { usesThis, type WaveCode } from './code.js';

/** The test object, or what stands in for it without `fx.mojito.js`. */
const testObject = (mojitoId: string): string =>
  `window.Mojito && Mojito.testObjects[${JSON.stringify(mojitoId)}] || experiment`;

/** A recipe as the body of `(experiment, variant)`; undefined where it does nothing. */
export function toRecipeJs(code: WaveCode, mojitoId: string): string | undefined {
  if (code.isEmpty) return undefined;
  return join(code, code.body ?? `(${code.source})${callWith(code, testObject(mojitoId), 'chosenRecipe')};`);
}

/** A trigger as the body of `(activate, experiment)`. */
export function toTriggerJs(code: WaveCode, mojitoId: string): string {
  const test = `Object.assign(${testObject(mojitoId)}, { activate: activate })`;
  return join(code, `(${code.source})${callWith(code, test, 'options')};`);
}

/** Shared code and other code of the wave as the body of sharedJs, by the key that has it in `test.options`. */
export function toSharedJs(codes: Readonly<Record<string, WaveCode>>, mojitoId: string): string | undefined {
  const members = Object.entries(codes).map(([key, { lead, source, trail }]) =>
    lines(lead, `${JSON.stringify(key)}: ${source},`, trail),
  );
  if (!members.length) return undefined;
  const test = testObject(mojitoId);
  return `${lines(`Object.assign((${test}).options || (experiment.options = {}), {`, ...members, '});')}\n`;
}

/** The arguments, and what `this` is in Mojito where the code looks at it. */
function callWith(code: WaveCode, test: string, owner: string): string {
  return usesThis(code) ? `.call((${test}).${owner}, ${test})` : `(${test})`;
}

const join = ({ lead, trail }: WaveCode, text: string): string => `${lines(lead, text.trimEnd(), trail)}\n`;

const lines = (...texts: readonly string[]): string => texts.filter(Boolean).join('\n');
