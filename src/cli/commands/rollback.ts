/** Runs `fx rollback`: publishes the revision before again. */

import { withoutSecrets } from '../../files/index.js';
import { findWayBack, goBack, WAIT_MS } from '../../publishing/index.js';
import { confirm } from '../ask.js';
import { example, type Setup, TO, targetOf } from '../command.js';
import { orRefuse, voiceOf } from '../obstacles.js';
import { NO_SIGN, SIGN, type SignOptions, signingOf, signWords } from '../signing.js';

interface Options extends SignOptions {
  readonly to?: string;
  readonly revision?: string;
  readonly yes?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .option(...TO)
    .option('--revision <revision>', 'an earlier one than the last')
    .option(...SIGN)
    .option(...NO_SIGN)
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', example('fx rollback --to public/fx'))
    .action(async ({ to: given, revision, yes, sign }: Options) => {
      const { terminal } = io;
      const { directory } = await targetOf(given, 'fx rollback');
      const to = withoutSecrets(directory);
      const signing = await signingOf({ sign });
      const way = orRefuse(await findWayBack(directory, revision));
      const after = way.to.revision;
      const words = [
        'fx',
        'rollback',
        ...(given === undefined ? [] : ['--to', given]),
        ...(revision === undefined ? [] : ['--revision', revision]),
        ...signWords({ sign }),
        '--yes',
      ];
      if (!yes) await confirm(terminal, `Go back from revision ${way.from} to ${after}?`, words);
      const manner = { ...signing, waitMs: WAIT_MS, say: voiceOf(terminal).say };
      orRefuse(await terminal.busy(`Publishing to ${to}`, () => goBack(way, manner)));
      if (terminal.isJson) return terminal.json('rollback', { target: to, revision: { before: way.from, after } });
      terminal.data(after);
      terminal.say(`${terminal.hint.green('✓')} ${to} is back at revision ${after}.`);
    });
};
