/** Bundles what tsc emitted: the tag (dist/fx.js, and as a template for containers), what stands in for Mojito, and the two modules. */

import { readFileSync } from 'node:fs';
import terser from '@rollup/plugin-terser';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What every bundle has in common: names with `_` are ours alone, and two passes find what one leaves. */
const minify = (module, more) =>
  terser({
    ecma: 2020,
    module,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false, hoist_props: true, ...more },
    mangle: { properties: { regex: /^_[a-z]/i } },
    format: { comments: false },
  });

/** What is less in fx.mojito.js, where a function is called with `new`; naming its map would cost 30 bytes. */
const SMALLER = {
  unsafe_arrows: false,
  passes: 6,
  reduce_vars: false,
  negate_iife: false,
  lhs_constants: false,
};

const versioned = {
  name: 'version',
  transform: (code) => code.includes('FX_VERSION') && { code: code.replace('FX_VERSION', version), map: null },
};

/** `(tag)(manifestText, functions)`: the tag is one expression, and the two stand outside of its closure. */
const CALL = '(FX_MANIFEST,FX_FUNCTIONS)';

const expression = {
  name: 'expression',
  renderChunk: (code) => ({ code: `(function(FX_MANIFEST,FX_FUNCTIONS){"use strict";${code}\n})${CALL};`, map: null }),
};

const without = {
  name: 'without-container',
  generateBundle(_, bundle) {
    const chunk = bundle['fx.js'];
    if (!chunk.code.includes(CALL)) this.error(`dist/fx.js does not end with ${CALL}: containers could not be made`);
    this.emitFile({
      type: 'asset',
      fileName: 'fx.container.js',
      source: chunk.code.replace(/\n?\/\/# sourceMappingURL.*\n?$/, ''),
    });
    chunk.code = chunk.code.replace(CALL, '()');
  },
};

const quiet = { onwarn: (warning, warn) => warning.code !== 'THIS_IS_UNDEFINED' && warn(warning) };

export default [
  {
    ...quiet,
    input: 'dist/esm/tag/entry.js',
    plugins: [versioned],
    output: { file: 'dist/fx.js', format: 'es', sourcemap: true, plugins: [expression, minify(false), without] },
  },
  {
    ...quiet,
    input: 'dist/esm/mojito/entry.js',
    plugins: [versioned],
    output: {
      file: 'dist/fx.mojito.js',
      format: 'iife',
      strict: false,
      sourcemap: 'hidden',
      plugins: [minify(false, SMALLER)],
    },
  },
  {
    ...quiet,
    input: 'dist/esm/tag/badge.js',
    output: { file: 'dist/fx.badge.js', format: 'iife', sourcemap: true, plugins: [minify(false)] },
  },
  // each on its own: what a site imports has no imports
  ...[
    ['dist/esm/tag/module.js', 'dist/index.js'],
    ['dist/esm/core/index.js', 'dist/core.js'],
  ].map(([input, file]) => ({
    ...quiet,
    input,
    plugins: [versioned],
    output: { file, format: 'es', sourcemap: true, plugins: [minify(true)] },
  })),
];
