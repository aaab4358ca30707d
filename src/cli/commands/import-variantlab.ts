/** Runs `fx import-variantlab`: makes experiment files of VariantLab's. */

import { importVariantLab } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile, READ_JSON } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile({
    name: 'import-variantlab',
    file: 'experiments.json',
    recall: 'recallVariantLab of fx-tag/recall keeps the variants that people have.',
    wanted: 'They are the list below experiments: name the experiments.json that VariantLab reads.',
    translate: importVariantLab,
    read: READ_JSON,
  })(command, io);
