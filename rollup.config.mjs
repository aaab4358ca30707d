/** Bundles what tsc emitted: the tag (dist/fx.js, and as a template for containers), what stands in for Mojito, and the two modules. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import terser from '@rollup/plugin-terser';
import { cut, everyPart } from './scripts/parts.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What every bundle has in common: names with `_` are ours alone, and two passes find what one leaves. */
const minify = (module, more, nameCache, mangle) =>
  terser({
    ecma: 2020,
    module,
    nameCache,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false, hoist_props: true, ...more },
    mangle: { ...mangle, properties: { regex: /^_[a-z]/i } },
    format: { comments: /allFunctionsCalledOnLoad/ },
  });

/** What terser calls variables, most used first: texts of few letters pack best. */
const LETTERS = [...'etnroiaslcudpmfhgvbywkxjqzETNROIASLCUDPMFHGVBYWKXJQZ'];

/** Minifies; what begins with `_` gets the shorter a name the more often it is named. Terser alone goes by what comes first. */
const named = (module, nameCache = {}, mangle = {}) => {
  const count = {
    name: 'count',
    renderChunk(code) {
      const counts = {};
      for (const [name] of code.matchAll(/(?<![\w$'"])_[a-z]\w*/gi)) counts[name] = (counts[name] ?? 0) + 1;
      const names = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
      const letters = [...LETTERS, ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))];
      nameCache.props = {
        props: Object.fromEntries(names.map((name, index) => [`$${name}`, letters[index]])),
        cname: -1,
      };
      return null;
    },
  };
  return [count, minify(module, { passes: 4, inline: 1, unsafe: true, arrows: false }, nameCache, mangle)];
};

const versioned = {
  name: 'version',
  transform: (code) => code.includes('FX_VERSION') && { code: code.replace('FX_VERSION', version), map: null },
};

/** `(tag)(manifestText, functions)`: the tag is one expression, and the two stand outside of its closure. */
const CALL = '(FX_MANIFEST,FX_FUNCTIONS)';

/**
 * Tells V8 to compile all of it at once, off the main thread where it can, and not each function on its first call, for which
 * it is read twice: half of what a page with one experiment costs. https://v8.dev/blog/explicit-compile-hints
 */
const HINT = '//# allFunctionsCalledOnLoad\n';

const expression = {
  name: 'expression',
  renderChunk: (code) => ({
    code: `${HINT}(function(FX_MANIFEST,FX_FUNCTIONS){"use strict";${code}\n})${CALL};`,
    map: null,
  }),
};

/** The tag by itself; where it knows all, it is also emitted as what containers are made of. */
const alone = (isTemplate) => ({
  name: 'alone',
  generateBundle(_, bundle) {
    const [chunk] = Object.values(bundle);
    if (!chunk.code.includes(CALL)) this.error(`${chunk.fileName} does not end with ${CALL}: nothing could be put in`);
    const source = chunk.code.replace(/\n?\/\/# sourceMappingURL.*\n?$/, '');
    if (isTemplate) this.emitFile({ type: 'asset', fileName: 'fx.container.js', source });
    chunk.code = chunk.code.replace(CALL, '()');
  },
});

/** A live page asks a companion for what few visits need. */
const lending = {
  name: 'lending',
  resolveId: (id, from) =>
    /^\.\/(links|signed)\.js$/.test(id) && /esm\/tag\/[a-z]+\.js$/.test(from)
      ? resolve('dist/esm/tag/without', id)
      : null,
};

/** `let` says the same in fewer bytes, and lets terser join what stands side by side. As long as `const`: maps stay right. */
const short = {
  name: 'short',
  renderChunk(code) {
    const text = code.split('');
    const visit = (node) => {
      if (node?.type === 'VariableDeclaration' && node.kind === 'const') text.splice(node.start, 5, ...'let  ');
      for (const child of Object.values(node ?? {})) if (typeof child === 'object') visit(child);
    };
    visit(this.parse(code));
    return { code: text.join(''), map: null };
  },
};

/** Each declaration by itself: what is left out must not have been joined with what stays. */
const parted = (nameCache = {}) => {
  const [note, emit] = cut(nameCache, version);
  return [short, note, ...named(false, nameCache, { toplevel: true }), emit];
};
/** Puts a directive in front, which minifiers take for dead code. */
const headed = (head) => ({ name: 'head', renderChunk: (code) => ({ code: head + code, map: null }) });

const quiet = { onwarn: (warning, warn) => warning.code !== 'THIS_IS_UNDEFINED' && warn(warning) };

export default [
  {
    ...quiet,
    input: 'dist/esm/tag/entry.js',
    plugins: [lending, versioned],
    output: {
      file: 'dist/fx.js',
      format: 'es',
      sourcemap: true,
      plugins: [short, expression, ...named(false), alone(false)],
    },
  },
  {
    ...quiet,
    input: 'dist/esm/tag/entry.js',
    plugins: [versioned],
    output: {
      file: 'dist/fx.whole.js',
      format: 'es',
      sourcemap: true,
      plugins: [short, expression, ...named(false), alone(true)],
    },
  },
  {
    ...quiet,
    input: 'parts',
    // What is in a container is decided when it is composed.
    treeshake: false,
    plugins: [everyPart(resolve('dist', 'esm')), versioned],
    output: { file: 'dist/fx.parts.json', format: 'es', plugins: parted() },
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
      // one of its functions is called with `new`
      plugins: [short, minify(false, { unsafe_arrows: false })],
    },
  },
  {
    ...quiet,
    input: 'dist/esm/tag/badge.js',
    output: { file: 'dist/fx.badge.js', format: 'iife', sourcemap: true, plugins: [short, minify(false)] },
  },
  {
    ...quiet,
    input: 'dist/esm/tag/story.js',
    output: { file: 'dist/fx.story.js', format: 'iife', sourcemap: true, plugins: [short, minify(false)] },
  },
  // each on its own: what a site imports has no imports
  ...[
    ['dist/esm/tag/module.js', 'dist/index.js'],
    ['dist/esm/core/index.js', 'dist/core.js'],
    ['dist/esm/sdk/engine/index.js', 'dist/engine.js'],
    ['dist/esm/sdk/server/index.js', 'dist/server.js'],
    ['dist/esm/sdk/node/index.js', 'dist/node.js'],
    ['dist/esm/sdk/openfeature/index.js', 'dist/openfeature.js'],
    ['dist/esm/sdk/recall/index.js', 'dist/recall.js'],
    ['dist/esm/sdk/next/index.js', 'dist/next.js'],
    ['dist/esm/sdk/react/index.js', 'dist/react.js', "'use client';"],
    // One context for both: a second copy of it would be another one.
    [
      'dist/esm/sdk/react/debug.js',
      'dist/react.debug.js',
      "'use client';",
      { [resolve('dist/esm/sdk/react/index.js')]: './react.js' },
    ],
  ].map(([input, file, head, paths = {}]) => ({
    ...quiet,
    input,
    external: (id) => /^(node:|react$|next\/)/.test(id) || id in paths,
    plugins: [versioned],
    output: {
      file,
      format: 'es',
      sourcemap: true,
      paths,
      plugins: [short, minify(true), ...(head ? [headed(head)] : [])],
    },
  })),
];
