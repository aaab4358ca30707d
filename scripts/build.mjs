/**
 * Builds dist/: modules and types with tsc, then the bundles with rollup; does only what changed, and says what it
 * does.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...path) => join(root, ...path);

const BUNDLES = [
  'dist/fx.js',
  'dist/fx.badge.js',
  'dist/fx.whole.js',
  'dist/fx.story.js',
  'dist/fx.container.js',
  'dist/fx.mojito.js',
  'dist/fx.parts.json',
  'dist/index.js',
  'dist/core.js',
  'dist/engine.js',
  'dist/server.js',
  'dist/node.js',
  'dist/next.js',
  'dist/react.js',
  'dist/react.debug.js',
  'dist/recall.js',
  'dist/openfeature.js',
];
const STAMP = at('dist/.tsbuild/bundles');
const VENDORED = at('dist/vendor/recheck.js');

/** Emits src/ into dist/esm. What only tests need is not part of a build. */
function compile() {
  const { references } = JSON.parse(readFileSync(at('tsconfig.json'), 'utf8'));
  const rooms = references.map(({ path }) => path).filter((path) => path.startsWith('src/'));
  run('typescript/bin/tsc', '-b', ...rooms);
  clean();
}

/**
 * Removes what tsc has made of sources that are gone: it leaves that there, and the parts of the tag are whole folders.
 */
function clean() {
  const gone = readdirSync(at('dist/esm'), { recursive: true }).filter((name) => {
    const source = name.replace(/\.(js(\.map)?|d\.ts)$/, '.ts');
    return source !== name && !existsSync(at('src', source));
  });
  for (const name of gone) rmSync(at('dist/esm', name));
  // The bundles may hold some of it.
  if (gone[0]) rmSync(STAMP, { force: true });
}

/** Makes the bundles out of dist/esm. */
function bundle() {
  const inputs = [
    'rollup.config.mjs',
    'package.json',
    'scripts/parts.mjs',
    'scripts/fold.mjs',
    ...['core', 'tag', 'mojito', 'sdk'].flatMap((room) => files(`dist/esm/${room}`)),
  ];
  const outdated = newest(inputs) > newest([STAMP]) || BUNDLES.some((path) => !existsSync(at(path)));
  if (!outdated) return;
  run('rollup/dist/bin/rollup', '-c', '--silent');
  writeFileSync(STAMP, '');
}

/**
 * Bundles the editor, which takes a package along and is loaded by whoever edits. Terser finds a kilobyte that esbuild
 * leaves.
 */
async function bundleEditor() {
  const path = 'dist/fx.editor.js';
  const isDone = await bundlePackages(path, 'editor/entry.js', ['editor', 'selectors', 'tag', 'core'], {
    format: 'iife',
    // Callbacks are called by nobody else: events of the browser are written small.
    mangleProps: /^(?:_[a-zA-Z]|on[A-Z])/,
    plugins: [shortLook],
    sourcemap: true,
    target: 'es2020',
  });
  if (!isDone) return;
  const { minify } = await import('terser');
  // Without it, what esbuild wrote would count as done in the next build.
  const { code, map } = await minify(readFileSync(at(path), 'utf8'), {
    ecma: 2020,
    compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
    sourceMap: { content: readFileSync(at(`${path}.map`), 'utf8'), url: 'fx.editor.js.map' },
  }).catch((failure) => {
    rmSync(at(path));
    throw failure;
  });
  writeFileSync(at(`${path}.map`), map);
  writeFileSync(at(path), code);
}

/** Minifies the editor's style sheet, which is a text to whatever minifies the code around it. */
const shortLook = {
  name: 'short look',
  setup(build) {
    build.onLoad({ filter: /editor\/look\.js$/ }, ({ path }) => {
      const short = (css) => build.esbuild.transformSync(css, { loader: 'css', minify: true }).code.trim();
      return { contents: readFileSync(path, 'utf8').replace(/(?<=`)[^`]+/, short) };
    });
  },
};

/** Bundles the code editor of Studio's change page, which whoever opens that page loads. */
const bundleCode = () =>
  bundlePackages('dist/fx.code.js', 'serve/page/code/main.js', ['serve/page/code'], {
    format: 'esm',
    target: 'es2022',
    legalComments: 'eof',
  });

/**
 * Bundles a module of dist/esm with the packages that it imports; says whether one of these folders there was newer.
 */
async function bundlePackages(path, entry, folders, options) {
  const inputs = folders.flatMap((folder) => files(`dist/esm/${folder}`));
  if (newest([path]) > newest([...inputs, 'package.json'])) return false;
  const { build } = await import('esbuild');
  const entryPoints = [at('dist/esm', entry)];
  await build({ entryPoints, outfile: at(path), bundle: true, minify: true, logLevel: 'warning', ...options });
  return true;
}

/** Bundles the checker of regular expressions, where the command line ships it. */
async function vendor() {
  const script = at('scripts/recheck.mjs');
  if (!existsSync(script) || newest([VENDORED]) > newest([script, 'node_modules/recheck/package.json'])) return;
  const { bundleRecheck } = await import(pathToFileURL(script).href);
  await bundleRecheck(VENDORED);
}

/** Writes the schema of `fx results --json`, which programs in other languages read from the package. */
async function describe() {
  const { resultsSchema } = await import(pathToFileURL(at('dist/esm/cli/resultsschema.js')).href);
  writeFileSync(at('dist/results.schema.json'), `${JSON.stringify(resultsSchema(), null, 2)}\n`);
}

function files(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

/** When the last of these was written, milliseconds since the epoch; 0 where none is there. */
function newest(paths) {
  return Math.max(
    0,
    ...paths.map((path) => statSync(path.startsWith(root) ? path : at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}

function run(tool, ...args) {
  const { status, error } = spawnSync(process.execPath, [at('node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (error) throw error;
  if (status !== 0) throw new Error('see above');
}

function sizes(path) {
  const text = readFileSync(at(path));
  const bytes = [text.length, gzipSync(text, { level: 9 }).length, brotliCompressSync(text).length];
  const [min, gzip, brotli] = bytes.map((count) => count.toLocaleString('en'));
  return `${path}: ${min} B minified, ${gzip} B gzip -9, ${brotli} B brotli -11`;
}

/** Composes what the budgets are about. */
async function reference() {
  const { writeReferences } = await import(pathToFileURL(at('scripts/references.mjs')).href);
  writeReferences();
}

const steps = {
  'compile with tsc': compile,
  'bundle with rollup': bundle,
  'compose what budgets measure': reference,
  'bundle the editor with esbuild': bundleEditor,
  'bundle the code editor of Studio': bundleCode,
  'bundle what the command line ships': vendor,
  'write the schema of results': describe,
};
const isQuiet = process.argv.includes('--quiet');
const started = performance.now();
for (const [index, [name, step]] of Object.entries(steps).entries()) {
  // The first build takes minutes on a slow machine: silence would look like a program that hangs.
  process.stderr.write(`Building fx, step ${index + 1} of ${Object.keys(steps).length}: ${name} …\n`);
  try {
    await step();
  } catch (error) {
    process.stderr.write(`\nThe build failed to ${name}: ${error.message}.\n`);
    process.exit(1);
  }
}
process.stderr.write(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
if (!isQuiet) process.stdout.write(`${sizes('dist/fx.js')}\n${sizes('dist/fx.mojito.js')}\n`);
