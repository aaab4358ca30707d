/** Runs `fx on`: switches every experiment of a target on, without looking at any experiment file. */

import { example, type Setup, TO, targetOf } from '../command.js';
import { switchTarget } from '../switch.js';

export const setup: Setup = (command, io) => {
  command
    .option(...TO)
    .addHelpText('after', example('fx on --to public/fx'))
    .action(async ({ to }: { readonly to?: string }) => {
      const { directory } = await targetOf(to, 'fx on');
      return switchTarget(io.terminal, directory, true);
    });
};
