/** `fx on`: switches every experiment of a target on, without looking at any experiment file. */

import { example, type Setup, TO } from '../command.js';
import { switchTarget } from '../switch.js';

export const setup: Setup = (command, io) => {
  command
    .requiredOption(...TO)
    .addHelpText('after', example('fx on --to public/fx'))
    .action(({ to }: { to: string }) => switchTarget(io.terminal, to, true));
};
