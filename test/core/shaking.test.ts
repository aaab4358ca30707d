/** Checks what an importer of `fx-tag/core` pays for what it uses. */

import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const core = fileURLToPath(new URL('../../dist/core.js', import.meta.url));

/** Bytes of a bundle that uses some of core, brotli. */
const weigh = async (names: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(core)}`, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return brotliCompressSync(outputFiles[0]?.contents ?? '').length;
};

test.each([
  ['decide', 2750],
  ['decide, explain, matches, unit', 3200],
  ['readEvent', 1300],
  ['unit', 600],
])('a bundle that uses %s takes no more of core than that', async (names, most) => {
  expect(await weigh(names)).toBeLessThan(most);
});
