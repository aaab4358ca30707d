/** `fx import-growthbook`: makes experiment files of what GrowthBook's SDK endpoint answers. */

import { importGrowthBook } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile(
    'import-growthbook',
    'what https://cdn.growthbook.io/api/features/<key> answers',
    'recallGrowthBook of fx-tag/recall keeps the variants that people have.',
    importGrowthBook,
  )(command, io);
