/** Makes a variant of a recipe: its key, its code, or the address that it leads to. */

import { checkRedirects, type TriggerSpec } from '../../authoring/checks.js';
import { summarise, type WaveCode } from './code.js';
import { toRecipeJs } from './emit.js';
import { toVariantKey } from './name.js';
import { type Notes, nameOf, need } from './notes.js';
import { redirectOf, type WaveRedirect } from './redirect.js';
import type { Wave, WaveRecipe } from './wave.js';

/** The longest name of an experiment or a variant. */
export const NAME_LIMIT = 255;

/** The key of each recipe's variant. */
export function readKeys(wave: Wave, { translated }: Notes): string[] {
  const taken = new Set<string>();
  return wave.recipes.map(({ id }) => {
    const key = toVariantKey(id, taken);
    taken.add(key);
    if (key !== id) translated.push({ what: 'recipe id', before: id, after: key });
    return key;
  });
}

/** Where a recipe goes, if that is all that it does and fx may take it for a redirect. */
export function readRedirect(
  wave: Wave,
  { css, js }: WaveRecipe,
  trigger: TriggerSpec | undefined,
): WaveRedirect | undefined {
  const found = js && !css && !wave.manualExposure ? redirectOf(js) : undefined;
  if (!found) return undefined;
  // A trigger that no address settles, or one that holds at the target too: there the code knows more.
  return checkRedirects({ trigger, variants: [found] }, []).length ? undefined : found;
}

/** What is known of a recipe before its variant is made. */
export interface SettledRecipe {
  readonly key: string;
  readonly weight: number | undefined;
  readonly redirect: WaveRedirect | undefined;
}

/** The variant of a recipe, with a note of each part. */
export function readRecipe(wave: Wave, recipe: WaveRecipe, settled: SettledRecipe, notes: Notes): object {
  const { css, id, js, translated = [] } = recipe;
  const { key, weight, redirect } = settled;
  const { carried, needs } = notes;
  const named = { key, name: recipe.name.slice(0, NAME_LIMIT), weight };
  if (redirect) {
    const after = `redirect ${redirect.redirect}${redirect.keepQuery === false ? ' without the query of the page' : ''}`;
    notes.translated.push({ what: nameOf(wave, `recipes.${id}.js`), before: js ? summaryOf(js) : '', after });
    return strip({ ...named, ...redirect });
  }
  const path = ['recipes', id];
  if (js?.isEmpty)
    need(wave, [...path, 'js'], `recipes.${id}.js is a function without a statement, and was left out.`, needs);
  else if (js) carried.push(nameOf(wave, `recipes.${id}.js`));
  for (const one of translated) notes.translated.push({ what: nameOf(wave, `recipes.${id}.js`), ...one });
  if (css) carried.push(nameOf(wave, `recipes.${id}.css`));
  return strip({ ...named, css, js: js && toRecipeJs(js, wave.id) });
}

const SUMMARY_LIMIT = 160;

/** Code in one line, as far as it fits into a report. */
export function summaryOf(code: WaveCode): string {
  const text = summarise(code);
  return text.length > SUMMARY_LIMIT ? `${text.slice(0, SUMMARY_LIMIT - 1)}…` : text;
}

/** Without what is undefined. */
export const strip = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined));
