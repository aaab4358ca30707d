/** Runs `fx import-growthbook`: makes experiment files of what GrowthBook's SDK endpoint answers. */

import { importGrowthBook } from '../../importers/index.js';
import type { Setup } from '../command.js';
import { importFile, READ_JSON } from '../importing.js';

export const setup: Setup = (command, io) =>
  importFile({
    name: 'import-growthbook',
    file: 'what https://cdn.growthbook.io/api/features/<key> answers',
    recall: 'recallGrowthBook of fx-tag/recall keeps the variants that people have.',
    wanted:
      'Experiments are rules with variations below features, and what stands below experiments: save what https://cdn.growthbook.io/api/features/<key> answers.',
    translate: importGrowthBook,
    read: READ_JSON,
  })(command, io);
