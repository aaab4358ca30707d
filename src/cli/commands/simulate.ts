/** Runs `fx simulate`: how many visitors would get what, by the real core. */

import { setImmediate as turn } from 'node:timers/promises';
import { holdoutsFor } from '../../core/index.js';
import { percent, plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { SPLIT_ALARM } from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { readContexts, readCount } from '../input.js';
import { validAt } from '../problems.js';
import { type ExperimentCount, type SimulatedOverlap, type Simulation, simulate } from '../simulation.js';
import { table } from '../table.js';
import type { Paint } from '../terminal.js';

interface Options {
  readonly subjects: string;
  readonly context?: string;
  readonly all?: boolean;
}

const MOST_SUBJECTS = 10_000_000;
/** More pairs than a person reads. */
const PAIRS = 100;

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('--subjects <count>', 'how many visitors', '10000')
    .option(
      '--context <file>',
      'targeting facts: a JSON file with an object, or with many, in a list or one to a line, that take turns',
    )
    .option('--all', 'drafts and paused experiments too')
    .addHelpText('after', example('fx simulate experiments --subjects 100000 --context visitors.json'))
    .action(async (directory: string, { subjects, context, all }: Options) => {
      const { terminal } = io;
      const count = readCount(subjects, '--subjects', MOST_SUBJECTS);
      const contexts = await readContexts(context, '--context', true);
      const { preview } = (await validAt(terminal, directory)).valid;
      const chosen = preview.experiments.filter(({ status }) => all || status === undefined || status === 'running');
      const label = `Deciding ${plural(count, 'visitor')} in ${plural(chosen.length, 'experiment')}`;
      const result = await terminal.busy(label, () =>
        simulate(
          chosen,
          count,
          contexts,
          (experiment) => holdoutsFor(preview, experiment),
          () => turn(),
        ),
      );
      if (terminal.isJson) return terminal.json('simulate', { directory, ...result });
      terminal.data(simulationText(result, terminal.paint));
      const rest = preview.experiments.length - chosen.length;
      if (rest) terminal.say(`${plural(rest, 'experiment')} not running: --all takes them in.`);
    });
};

function simulationText({ subjects, experiments, overlaps }: Simulation, paint: Paint): string {
  if (!experiments.length) return 'No experiment is running.';
  return [
    ...experiments.map((one) => experimentText(one, subjects, paint)),
    ...(overlaps.length ? [overlapText(overlaps, paint)] : []),
  ].join('\n\n');
}

function experimentText({ id, eligible, variants, test }: ExperimentCount, subjects: number, paint: Paint): string {
  const rows = variants.map((one) => [
    `  ${one.key}`,
    ...[one.assignedShare, one.assignedExpected, one.shownShare, one.shownExpected].map(percent),
  ]);
  const verdict = test
    ? `chi-squared ${test.statistic.toFixed(2)}, ${test.degrees} df, p = ${test.p.toPrecision(3)}`
    : 'nothing to test';
  const isOff = test !== null && test.p < SPLIT_ALARM;
  return [
    `${paint.bold(id)}  ${percent(eligible / subjects)} eligible`,
    table([['', 'assigned', 'expected', 'shown', 'expected'].map((title) => paint.dim(title)), ...rows], [1, 2, 3, 4]),
    isOff ? paint.red(`  ${verdict}: these counts do not fit`) : paint.dim(`  ${verdict}`),
  ].join('\n');
}

function overlapText(overlaps: readonly SimulatedOverlap[], { bold, dim }: Paint): string {
  const shown = overlaps.slice(0, PAIRS);
  const rows = shown.map(({ a, b, share, expected }) => [`  ${a}`, b, percent(share), percent(expected)]);
  const rest = overlaps.length - shown.length;
  return [
    bold('Visitors in both'),
    table([['', '', 'observed', 'expected'].map((title) => dim(title)), ...rows], [2, 3]),
    ...(rest > 0 ? [dim(`  … ${plural(rest, 'more pair')}: --json has them all`)] : []),
  ].join('\n');
}
