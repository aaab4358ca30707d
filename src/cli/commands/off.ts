/** `fx off`: switches every experiment of a target off, without looking at any experiment file. */

import { example, type Setup, TO } from '../command.js';
import { toggle } from '../toggle.js';

export const setup: Setup = (command, io) => {
  command
    .requiredOption(...TO)
    .addHelpText('after', example('fx off --to public/fx'))
    .action(({ to }: { to: string }) => toggle(io.terminal, to, false));
};
