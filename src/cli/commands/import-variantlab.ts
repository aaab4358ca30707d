/** `fx import-variantlab`: makes experiment files of VariantLab's. */

import { importVariantLab } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile(
    'import-variantlab',
    'experiments.json',
    'recallVariantLab of fx-tag/recall keeps the variants that people have.',
    importVariantLab,
  )(command, io);
