/** `fx rollback`: publishes the revision before again. */

import { Refusal } from '../../files/index.js';
import {
  finish,
  nowUsed,
  openTarget,
  publish,
  type Release,
  readPublished,
  readRelease,
  requireState,
  type State,
} from '../../publishing/index.js';
import { confirm } from '../ask.js';
import { example, type Setup, TO, targetOf } from '../command.js';

interface Options {
  readonly to?: string;
  readonly revision?: string;
  readonly yes?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .option(...TO)
    .option('--revision <revision>', 'an earlier one than the last')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', example('fx rollback --to public/fx'))
    .action(async ({ to: given, revision, yes }: Options) => {
      const { terminal } = io;
      const { directory: to } = await targetOf(given, 'fx rollback');
      const say = (sentence: string): void => terminal.say(terminal.hint.yellow(`! ${sentence}`));
      const opened = await openTarget(to);
      const state = requireState(opened);
      const index = find(state, to, revision);
      const wanted = state.history[index] as Release;
      const from = state.current.revision;
      const words = [
        'fx',
        'rollback',
        ...(given === undefined ? [] : ['--to', given]),
        ...(revision === undefined ? [] : ['--revision', revision]),
        '--yes',
      ];
      if (!yes) await confirm(terminal, `Go back from revision ${from} to ${wanted.revision}?`, words);
      const target = await finish(opened, { waitMs: WAIT_MS, say });
      const files = await readRelease(to, wanted, state.enabled);
      const after = await readPublished(to, wanted, false);
      const next: State = {
        ...state,
        current: wanted,
        history: state.history.slice(index + 1),
        used: nowUsed(state.used, target.published, after, true),
      };
      await publish(target, { state: next, files, token: target.token }, { waitMs: WAIT_MS, say });
      if (terminal.isJson)
        return terminal.json('rollback', { target: to, revision: { before: from, after: wanted.revision } });
      terminal.data(wanted.revision);
      terminal.say(`${terminal.hint.green('✓')} ${to} is back at revision ${wanted.revision}.`);
    });
};

const WAIT_MS = 5000;

function find({ history, current }: State, to: string, revision: string | undefined): number {
  if (!history.length) {
    throw new Refusal(
      `${to} holds no revision before ${current.revision}: there is nothing to go back to.`,
      'no-history',
    );
  }
  const index = revision === undefined ? 0 : history.findIndex((one) => one.revision === revision);
  if (index >= 0) return index;
  const known = history.map((one) => one.revision).join(', ');
  throw new Refusal(`${to} holds no revision ${revision}: it holds ${known}.`, 'no-history');
}
