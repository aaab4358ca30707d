/** Runs `fx import-contractspec`: makes experiment files of ContractSpec's ExperimentSpecs. */

import { transform } from 'esbuild';
import { importContractSpec } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile({
    name: 'import-contractspec',
    file: 'a TypeScript module with ExperimentSpecs; it is read, and not run',
    recall: 'They are drafts: nobody is in them yet.',
    wanted: 'Experiments are objects with meta, variants and allocation: name the module that writes them out.',
    translate: importContractSpec,
    read: { what: 'TypeScript', parse: async (text) => (await transform(text, { loader: 'ts' })).code },
  })(command, io);
