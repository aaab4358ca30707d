/** Runs `fx archive`: sets `status: archived` in the file of an experiment. */

import type { Setup } from '../command.js';
import { setupStatus } from '../status.js';

export const setup: Setup = (command, io) => setupStatus('archive', 'archived')(command, io);
