/** `fx import-contractspec`: makes experiment files of ContractSpec's ExperimentSpecs. */

import { transform } from 'esbuild';
import { importContractSpec } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile(
    'import-contractspec',
    'a TypeScript module with ExperimentSpecs; it is read, and not run',
    'They are drafts: nobody is in them yet.',
    importContractSpec,
    { what: 'TypeScript', parse: async (text) => (await transform(text, { loader: 'ts' })).code },
  )(command, io);
