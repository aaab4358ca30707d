/** Runs `fx resume`: sets `status: running` in the file of an experiment. */

import type { Setup } from '../command.js';
import { setupStatus } from '../status.js';

export const setup: Setup = (command, io) => setupStatus('resume', 'running')(command, io);
