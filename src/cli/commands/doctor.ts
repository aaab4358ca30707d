/** `fx doctor`: being written right now by the person who writes types, doctor, create and init. Leave it to them. */

import type { Setup } from '../command.js';
import { Refusal } from '../print.js';

export const setup: Setup = (command) => {
  command.action(() => {
    throw new Refusal('fx doctor is not there yet.', 'not-there');
  });
};
