/**
 * Makes the cells of strict pages: policies, kinds of recipes, ways of installing, and what may be left out of their
 * product.
 */

import type { Experiment, Variant } from '../../src/core/index.js';
import type { Mode } from '../harness/snippet.js';

export const NONCE = 'r4nd0m';

export const SCRIPTS: Readonly<Record<string, string>> = {
  'no script-src': '',
  "script-src 'self'": "script-src 'self'",
  'script-src with a nonce': `script-src 'nonce-${NONCE}'`,
  'script-src with strict-dynamic': `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
};

const STYLES: Readonly<Record<string, string>> = { 'no style-src': '', "style-src 'self'": "style-src 'self'" };

export const TYPES: Readonly<Record<string, string>> = {
  'no Trusted Types': '',
  'Trusted Types that allow fx': "require-trusted-types-for 'script'; trusted-types fx",
  'Trusted Types that forbid it': "require-trusted-types-for 'script'; trusted-types 'none'",
};

/** What each kind of recipe does: one look at the heading and the title tells. */
export const KINDS: Readonly<Record<string, Partial<Variant>>> = {
  text: { domOps: [{ op: 'replaceText', selector: 'h1', value: 'VARIANT' }] },
  css: { css: 'h1 { letter-spacing: 7px }' },
  html: { domOps: [{ op: 'replaceHTML', selector: 'h1', value: '<b>VARIANT</b>' }] },
  js: { js: "document.title = 'VARIANT'" },
};

// the page's own inline style would be a violation of its own
export const html = `<!doctype html><title>fx: strict</title>
<script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>
<h1>CONTROL</h1>`;

/** One page. */
export interface Cell {
  readonly name: string;
  readonly kind: string;
  readonly recipe: Partial<Variant>;
  readonly mode: Mode;
  /** The policy. */
  readonly policy: string;
  /** Whether it lets a recipe of that kind do what it does. */
  readonly isAllowed: boolean;
}

/**
 * Every cell of a script-src and a policy for Trusted Types. Left out, because two cells cannot differ:
 *
 * - style-src for text, html and js: they bring no style, and the page has none;
 * - the manifest in the page: what it says is compiled as a fetched one's is, and nothing of it is stored. Its script
 *   is data, which no policy looks at.
 */
export const cellsOf = (script: string, types: string): Cell[] =>
  Object.entries(STYLES).flatMap(([styleName, style]) =>
    (['container', 'fetched'] as const).flatMap((mode) =>
      Object.entries(KINDS)
        .filter(([kind]) => !style || kind === 'css')
        .map(([kind, recipe]) => ({
          name: `${styleName}, ${mode}, ${kind}`,
          kind,
          recipe,
          mode,
          // a policy that says nothing of scripts and styles, where none is asked for
          policy: [script, style, types].filter(Boolean).join('; ') || 'img-src *',
          isAllowed: isAllowed(kind, mode, script, types),
        })),
    ),
  );

/** Everyone gets the recipe. */
export const headline = (recipe: Partial<Variant> | undefined): Experiment => ({
  id: 'headline',
  name: 'Headline',
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, ...recipe },
  ],
});

const isAllowed = (kind: string, mode: Mode, script: string, types: string): boolean => {
  if (kind === 'html') return !types.endsWith("'none'");
  if (kind !== 'js' || mode === 'container') return true;
  return !types.endsWith("'none'") && script !== SCRIPTS["script-src 'self'"];
};
