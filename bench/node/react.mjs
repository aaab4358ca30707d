/** Measures what a client for React weighs, and how often it renders, in a build for production. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from '../publish.mjs';

const HERE = fileURLToPath(new URL('react/', import.meta.url));
/** One React for all, that of the repository. */
const REACT = ['react', 'react-dom', 'react/jsx-runtime'];
const alias = {
  react: join(ROOT, 'node_modules/react'),
  'react-dom/server': join(ROOT, 'node_modules/react-dom/server.browser.js'),
  'react-dom': join(ROOT, 'node_modules/react-dom'),
  'fx-tag/react': join(ROOT, 'dist/react.js'),
  'fx-tag/engine': join(ROOT, 'dist/engine.js'),
};

/** `code`: what a site has to import, to decide and to render. */
const CONTENDERS = [
  { name: 'fx-react', title: 'fx-tag/react, beside the tag of the page', code: "export * from 'fx-tag/react'" },
  {
    name: 'fx-engine',
    title: 'fx-tag/react and fx-tag/engine, without a tag',
    code: "export * from 'fx-tag/react'; export { createEngine } from 'fx-tag/engine'",
    scene: 'fx.mjs',
  },
  {
    name: 'openfeature',
    title: 'OpenFeature’s React SDK, without a provider',
    code: "export { OpenFeature, OpenFeatureProvider, useStringFlagValue } from '@openfeature/react-sdk'",
    scene: 'openfeature.mjs',
  },
  {
    name: 'growthbook',
    title: 'GrowthBook’s React SDK',
    code: "export { GrowthBook, GrowthBookProvider, useFeatureValue } from '@growthbook/growthbook-react'",
    scene: 'growthbook.mjs',
  },
  {
    name: 'statsig',
    title: 'Statsig’s React bindings and client',
    code: "export { StatsigProvider, useExperiment } from '@statsig/react-bindings'; export { StatsigClient } from '@statsig/js-client'",
    scene: 'statsig.mjs',
  },
];

export const react = {
  name: 'react',
  title: 'React',
  needs: [],
  async run({ say }) {
    const folder = mkdtempSync(join(tmpdir(), 'fx-bench-react-'));
    const rows = [];
    try {
      for (const { name, title, code, scene } of CONTENDERS) {
        say(title);
        const renders = scene && (await renderedBy(join(HERE, scene), join(folder, scene)));
        rows.push({ name, title, bytes: await weigh(code), ...renders });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { rows };
  },
};

const options = {
  bundle: true,
  minify: true,
  format: 'esm',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'silent',
};

async function weigh(contents) {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: HERE },
    alias: { 'fx-tag/react': alias['fx-tag/react'], 'fx-tag/engine': alias['fx-tag/engine'] },
    external: REACT,
    write: false,
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

/** @throws where a contender does not show what it was given: it would be fast because it renders nothing */
async function renderedBy(entry, outfile) {
  await build({
    ...options,
    // What fails names its line.
    minify: false,
    entryPoints: [entry],
    alias,
    outfile,
    platform: 'browser',
    external: ['happy-dom', 'node:*'],
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
    plugins: [
      { name: 'dom', setup: (one) => one.onResolve({ filter: /^happy-dom$/ }, () => ({ path: DOM, external: true })) },
    ],
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: 60_000 });
  const { html, first, last, errors, hydrated, mounted, other, changed } = JSON.parse(
    stdout.slice(stdout.indexOf('{"html"')),
  );
  const text = html.replace(/<!--.*?-->|<[^>]*>/g, '');
  if (`${text} ${first} ${last}` !== 'treatmenttreatment treatmenttreatment controlcontrol')
    throw new Error(`${entry} shows ${text}, ${first} and ${last}`);
  return { hydrated, mounted, other, changed, errors: errors.length };
}

const DOM = import.meta.resolve('happy-dom');
