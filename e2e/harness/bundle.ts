/**
 * Bundles the script of a page that is built with a framework, once, to where the site and a person who opens the page
 * find it.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
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
export function bundle(
  feature: string,
  kind: 'production' | 'development' = 'production',
  as?: { readonly name: string; readonly alias: Alias },
): Promise<void> {
  const name = as?.name ?? (kind === 'production' ? feature : `${feature}.${kind}`);
  const made = bundles.get(name) ?? make(feature, name, kind, as?.alias);
  bundles.set(name, made);
  return made;
}

/** Packages in place of others, such as another major version of a framework. */
export type Alias = Readonly<Record<string, string>>;

/** Bundles `e2e/<feature>/server.ts` for Node, and imports it. */
export async function bundleServer(feature: string, name: string, alias: Alias = {}): Promise<unknown> {
  const outfile = fileURLToPath(new URL(`.cache/e2e/${name}.server.${process.pid}.cjs`, ROOT));
  await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [`e2e/${feature}/server.ts`],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias,
    define: { 'process.env.NODE_ENV': '"production"' },
    outfile,
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

async function make(feature: string, name: string, kind: string, alias: Alias = {}): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [`e2e/${feature}/main.ts`],
    bundle: true,
    write: false,
    minify: kind === 'production',
    target: 'es2022',
    conditions: [kind, 'browser'],
    alias,
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
