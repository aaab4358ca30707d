/** Runs `fx pause`: sets `status: paused` in the file of an experiment. */

import type { Setup } from '../command.js';
import { setupStatus } from '../status.js';

export const setup: Setup = (command, io) => setupStatus('pause', 'paused')(command, io);
