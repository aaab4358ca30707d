/** Runs `fx off`: switches every experiment of a target off, without looking at any experiment file. */

import { example, type Setup, TO, targetOf } from '../command.js';
import { switchTarget } from '../switch.js';

export const setup: Setup = (command, io) => {
  command
    .option(...TO)
    .addHelpText('after', example('fx off --to public/fx'))
    .action(async ({ to }: { readonly to?: string }) => {
      const { directory } = await targetOf(to, 'fx off');
      return switchTarget(io.terminal, directory, false);
    });
};
