/** Lists all operations of the API, in the order of the document. */

import { openOperation } from '../editing/opening.js';
import { createOperation } from './creation.js';
import { editingOperations } from './editing.js';
import { healthOperation } from './health.js';
import { lifecycleOperations } from './lifecycle.js';
import type { Operation } from './operation.js';
import { publishingOperations } from './publishing.js';

/** Each once. */
export const operationsOf = (): readonly Operation[] => [
  createOperation(),
  ...lifecycleOperations(),
  ...editingOperations(),
  ...publishingOperations(),
  healthOperation(),
  openOperation(),
];
