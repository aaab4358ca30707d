/** Bundles the checker of regular expressions, which as a package would bring 50 MB of platform binaries with it. */

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Writes recheck's own JavaScript build as one module with a default export, its licence at the top.
 *
 * @param {string} outFile where to, for example `dist/vendor/recheck.js`
 */
export async function bundleRecheck(outFile) {
  const home = dirname(createRequire(import.meta.url).resolve('recheck/package.json'));
  const licence = await readFile(join(home, 'LICENSE'), 'utf8');
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  await mkdir(dirname(outFile), { recursive: true });
  await build({
    entryPoints: [join(home, 'lib/browser.js')],
    outfile: outFile,
    bundle: true,
    // Minified already; a second pass takes three seconds and gains nothing.
    minifyWhitespace: true,
    format: 'esm',
    platform: 'neutral',
    legalComments: 'inline',
    logLevel: 'error',
    banner: { js: `/*! recheck ${version}\n\n${licence.trim()}\n*/` },
  });
}
