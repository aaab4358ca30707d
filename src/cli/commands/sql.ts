/** Runs `fx sql`: prints the statements by which a database counts what `fx results` reads. */

import { Refusal } from '../../files/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { DIALECTS, type DialectName, scriptOf, scriptText } from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { validAt } from '../problems.js';
import { choose, designsAt } from '../readouts.js';

interface Options {
  readonly dialect: string;
  readonly dir: string;
  readonly to?: string;
  readonly by?: readonly string[];
  readonly stitch: boolean;
  readonly table?: string;
  readonly load?: boolean;
}

const several = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

export const setup: Setup = (command, io) => {
  command
    .argument('[id]', 'of one experiment (default: all that are no drafts)')
    .requiredOption('--dialect <name>', `one of ${Object.keys(DIALECTS).join(', ')}`)
    .option('--dir <directory>', 'a directory of experiments', DEFAULT_DIRECTORY)
    .option('--to <target>', 'where it is published: which phase came first is read there')
    .option(
      '--by <fact>',
      'show each device, language, isNew or fact of the site by itself; may be given again',
      several,
    )
    .option('--no-stitch', 'keep a visitor who signed in apart from who they are')
    .option('--table <name>', 'where the events are (default: raw; of ClickHouse: events)')
    .option('--load', 'print how to make that table of the collector’s file first')
    .addHelpText(
      'after',
      example(
        'fx sql homepage-cta --dialect postgres > counts.sql',
        'fx results --from counts.csv   # what the last statement answers',
      ),
    )
    .action(async (id: string | undefined, { dialect: name, dir, to, by = [], stitch, table, load }: Options) => {
      const { terminal } = io;
      const names = Object.keys(DIALECTS) as DialectName[];
      const known = names.find((one) => one === name);
      if (!known) throw new Refusal(`--dialect must be one of ${names.join(', ')}, not ${name}.`, 'usage');
      if (table !== undefined && !/^[\w.`"-]+$/.test(table))
        throw new Refusal(`--table must be a name such as raw or shop.events, not ${table}.`, 'usage');
      const { valid } = await validAt(terminal, dir);
      const experiments = choose(valid, await designsAt(to), dir, id).map(({ asked }) => asked);
      const dialect = { ...DIALECTS[known], ...(table !== undefined && { table }) };
      const parts = scriptOf({ experiments, by, isStitched: stitch }, dialect);
      if (terminal.isJson) return terminal.json('sql', { dialect: known, load: dialect.load, statements: parts });
      terminal.verbatim(`${load ? `${dialect.load}\n\n` : ''}${scriptText(parts).trimEnd()}`);
    });
};
