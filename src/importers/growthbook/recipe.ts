/** Turns a variation of GrowthBook's visual editor into what a variant applies. */

import { type Loose, looseList, type TranslationNotes } from '../translation.js';

/** @param experiment that it is of */
export function toRecipe(variation: Loose, { persistQueryString }: Loose, notes: TranslationNotes): object {
  const { domMutations, css, js, urlRedirect } = variation;
  if (typeof urlRedirect === 'string' && urlRedirect) {
    notes.carried.push('urlRedirect');
    if (/^https?:/.test(urlRedirect))
      notes.needs.push([
        `it leads to ${urlRedirect}: give the path, or name another site in redirectOrigins of fx.config.yaml`,
        variation,
        'urlRedirect',
      ]);
    return { redirect: urlRedirect, ...(persistQueryString === false && { keepQuery: false }) };
  }
  const domOps = looseList(domMutations).flatMap((mutation) => opsOf(mutation, notes));
  if (js) notes.needs.push(['it has js: see that it runs once, and return what undoes it', variation, 'js']);
  return {
    ...(css ? { css: `${css}` } : {}),
    ...(domOps.length && { domOps }),
    ...(js ? { js: `${js}` } : {}),
  };
}

/** The mutator changes every element that matches, so `all` does. */
function opsOf(mutation: Loose, notes: TranslationNotes): object[] {
  const { selector, action, attribute, value } = mutation;
  if (typeof selector !== 'string' || !selector) {
    notes.needs.push(['a change without a selector is left out', mutation]);
    return [];
  }
  const target = { selector, all: true };
  const text = `${value ?? ''}`;
  const how = `${action} ${attribute}`;
  if (how === 'set html') return [{ op: 'replaceHTML', ...target, value: text }];
  if (how === 'append html') return [{ op: 'injectHTML', ...target, position: 'beforeend', value: text }];
  if (how === 'append class') return [{ op: 'addClass', ...target, value: text }];
  if (how === 'remove class') return [{ op: 'removeClass', ...target, value: text }];
  if (how === 'set style')
    return [...text.matchAll(/([\w-]+)\s*:\s*([^;]+)/g)].map(([, name, one = '']) => ({
      op: 'setStyle',
      ...target,
      name,
      value: one.trim(),
    }));
  if (action === 'set' && attribute !== 'position') return [{ op: 'setAttr', ...target, name: attribute, value: text }];
  notes.needs.push([
    action && attribute
      ? `${how} of ${selector} has no operation: write it as js`
      : `a change of ${selector} names no action, and is left out`,
    mutation,
  ]);
  return [];
}
