/** Bundles the script of a page that is built with a framework, once, to where the site and a person who opens the page find it. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = new URL('../../', import.meta.url);
const bundles = new Map<string, Promise<void>>();

/**
 * Makes `.cache/e2e/<feature>.js` of `e2e/<feature>/main.ts`.
 *
 * @param kind which build of the framework: sites run the one, and the other says more
 */
export function bundle(feature: string, kind: 'production' | 'development' = 'production'): Promise<void> {
  const name = kind === 'production' ? feature : `${feature}.${kind}`;
  const made = bundles.get(name) ?? make(feature, name, kind);
  bundles.set(name, made);
  return made;
}

async function make(feature: string, name: string, kind: string): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [`e2e/${feature}/main.ts`],
    bundle: true,
    write: false,
    minify: kind === 'production',
    target: 'es2022',
    conditions: [kind, 'browser'],
    plugins: [svelte],
    define: {
      'process.env.NODE_ENV': JSON.stringify(kind),
      ngDevMode: 'false',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  });
  const file = fileURLToPath(new URL(`.cache/e2e/${name}.js`, ROOT));
  await mkdir(dirname(file), { recursive: true });
  // another worker may be reading it
  await writeFile(`${file}.${process.pid}`, outputFiles[0]?.contents ?? '');
  await rename(`${file}.${process.pid}`, file);
}

/** Compiles the components of Svelte. */
const svelte: Plugin = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await import('svelte/compiler');
      return { contents: compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' }).js.code };
    });
  },
};
