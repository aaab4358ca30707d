/** Prints the figures of docs/frameworks.md that are times, from pages of React and Vue in a real Chromium. */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ensureBrowser } from './browser.mjs';

const root = new URL('../', import.meta.url);
// one folder below e2e/harness/ as far as its paths go
const file = fileURLToPath(new URL('.cache/e2e/figures.mjs', root));

mkdirSync(new URL('.cache/e2e/', root), { recursive: true });
await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: ['e2e/harness/figures.ts'],
  outfile: file,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  external: ['../../dist/*'],
});
const { measure } = await import(file);
await measure(ensureBrowser(), (line) => console.log(line));
