/** Runs `fx import-contractspec`: makes experiment files of ContractSpec's ExperimentSpecs. */

import { SourceMap } from 'node:module';
import { type TransformFailure, transform } from 'esbuild';
import { importContractSpec } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile({
    name: 'import-contractspec',
    file: 'a TypeScript module with ExperimentSpecs; it is read, and not run',
    recall: 'They are drafts: nobody is in them yet.',
    wanted: 'Experiments are objects with meta, variants and allocation: name the module that writes them out.',
    translate: async ({ code, lineOf }, { file }) => importContractSpec(code, { file, lineOf }),
    read: {
      what: 'TypeScript',
      parse: withoutTypes,
      contentOf: (_module, text) => (text.trim() ? 'code' : 'nothing'),
      faultOf(error) {
        const [fault] = (error as TransformFailure).errors;
        return { line: fault?.location?.line ?? 1, why: fault?.text ?? '' };
      },
    },
  })(command, io);

/** The JavaScript of a module, and the line of the TypeScript that a place of it is from. */
async function withoutTypes(text: string) {
  const { code, map } = await transform(text, { loader: 'ts', sourcemap: 'external' });
  const origins = new SourceMap(JSON.parse(map));
  const lineOf = (offset: number): number => {
    const lines = code.slice(0, offset).split('\n');
    const found = origins.findEntry(lines.length - 1, lines.at(-1)?.length ?? 0);
    return 'originalLine' in found ? found.originalLine + 1 : 1;
  };
  return { code, lineOf };
}
