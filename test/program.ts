/** Makes one text of a module and all that it imports, which `node -e` runs in a process that a test may kill. */

import { build } from 'esbuild';

/** @param path of the module */
export async function programOf(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
