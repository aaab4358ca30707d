/** Finds a command, loads it alone, and turns what comes of it into an exit code. */

import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { codeOf, Refusal } from '../files/index.js';
import { readVersion } from '../publishing/index.js';
import type { Io, Setup } from './command.js';
import { nearLines, readAsked } from './near.js';
import { commandFor } from './otherwords.js';
import { withProgram } from './program.js';
import { createTerminal, type Streams, type Terminal, type TerminalOptions } from './terminal.js';

/** Every command, in the order in which somebody meets them. */
const COMMANDS: Readonly<Record<string, readonly [summary: string, load: () => Promise<{ readonly setup: Setup }>]>> = {
  init: ['start: a directory of experiments, its configuration, a CI workflow', () => import('./commands/init.js')],
  create: ['make an experiment by answering questions', () => import('./commands/create.js')],
  validate: ['check experiment files', () => import('./commands/validate.js')],
  list: ['show the experiments with their preview links', () => import('./commands/list.js')],
  plan: ['show what publishing would change', () => import('./commands/plan.js')],
  apply: ['publish the experiments to a target', () => import('./commands/apply.js')],
  rollback: ['go back to what was published before', () => import('./commands/rollback.js')],
  keygen: ['make a key that signs what is published', () => import('./commands/keygen.js')],
  verify: ['tell whether a manifest is signed', () => import('./commands/verify.js')],
  off: ['switch all experiments of a target off, at once', () => import('./commands/off.js')],
  on: ['switch the experiments of a target on again', () => import('./commands/on.js')],
  build: ['write the files that would be published, with sizes and snippets', () => import('./commands/build.js')],
  dev: ['serve a folder of pages with its experiments', () => import('./commands/dev.js')],
  shot: ['take pictures of every variant, for Studio and results', () => import('./commands/shot.js')],
  serve: ['open Studio: experiments, results and publishing in a browser', () => import('./commands/serve.js')],
  collect: ['receive events and write them to a file', () => import('./commands/collect.js')],
  pause: ['pause an experiment: sets its status in the file', () => import('./commands/pause.js')],
  resume: [
    'start a draft, or go on with what is paused: sets the status in the file',
    () => import('./commands/resume.js'),
  ],
  archive: ['end an experiment: sets its status to archived in the file', () => import('./commands/archive.js')],
  explain: ['show why a visitor gets what they get', () => import('./commands/explain.js')],
  simulate: ['count who would get what', () => import('./commands/simulate.js')],
  power: ['plan how many subjects and days a test takes', () => import('./commands/power.js')],
  results: ['read the collected events: the split, and what each variant did', () => import('./commands/results.js')],
  sql: ['print the SQL that counts in a database of your own', () => import('./commands/sql.js')],
  events: [
    'pack lines of events into Parquet, which is smaller and counted faster',
    () => import('./commands/events.js'),
  ],
  types: ['write TypeScript types of experiments, variants and payloads', () => import('./commands/types.js')],
  schema: ['print the JSON Schema of experiment files', () => import('./commands/schema.js')],
  'import-contractspec': ['make experiments out of ExperimentSpecs', () => import('./commands/import-contractspec.js')],
  'import-growthbook': [
    'make experiments out of a GrowthBook payload',
    () => import('./commands/import-growthbook.js'),
  ],
  'import-variantlab': ['make experiments out of a VariantLab file', () => import('./commands/import-variantlab.js')],
  'import-mojito': ['make experiments out of Mojito waves', () => import('./commands/import-mojito.js')],
  doctor: ['look at a page: is the tag there, and what may it do', () => import('./commands/doctor.js')],
};

/**
 * Runs one command.
 *
 * @param typedArgs without the program's name
 * @returns the exit code
 */
export async function run(typedArgs: readonly string[], streams: Streams): Promise<number> {
  const { args, note } = readAsked(typedArgs, Object.keys(COMMANDS));
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const typed = streams.program ?? 'fx';
  const program = new Command(typed);
  let terminal = createTerminal(streams, { json: args.includes('--json'), color: !args.includes('--no-color') });
  let code = 0;
  const io: Io = {
    get terminal(): Terminal {
      return terminal;
    },
    exit(wanted) {
      code = wanted;
    },
  };
  program
    .description('A/B tests from a script tag that you own.')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(withProgram(text, typed)),
      writeErr: (text) => streams.stderr.write(withProgram(text, typed)),
      outputError: (text, write) => write(`${terminal.hint.red('✗')} ${sentence(text)}\n`),
    })
    .addHelpText('after', '\nfx <command> --help shows what a command takes, with an example.');
  for (const [command, [summary, load]] of Object.entries(COMMANDS)) {
    const added = program.command(command).description(summary).helpOption('-h, --help', 'show this');
    added.option('--json', 'print JSON').option('--no-color', 'print without colour');
    added.hook('preAction', () => {
      terminal = createTerminal(streams, added.opts<TerminalOptions>());
    });
    if (command === name) {
      added.showHelpAfterError(`fx ${command} --help shows what it takes, with an example.`);
      (await load()).setup(added, io);
      added.addHelpText(
        'after',
        nearLines(command, (one) => COMMANDS[one]?.[0] ?? ''),
      );
    }
  }
  if (note !== null) terminal.say(`${terminal.hint.yellow('!')} ${note}`);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, terminal, name, streams);
  }
}

/** What commander says about a wrong command line, as all else is said here. */
function sentence(text: string): string {
  const [, what = '', hint = ''] = /^(?:error: )?(.*?)\.?\s*(?:\((.*)\))?$/s.exec(text.trim()) ?? [];
  const [, typed = ''] = /^unknown command '(.*)'$/.exec(what) ?? [];
  const meant = commandFor(typed);
  if (meant) return `There is no command ${typed}: here it is fx ${meant}.`;
  const [, option, value] = /^option '.*?(--\S+) (.+)' argument missing$/.exec(what) ?? [];
  if (option) return `${option} takes a value, which is missing: write ${option} ${value}.`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.${hint && ` ${hint}`}`;
}

const NO_SPACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** Files that are written for the user have a sentence of their own: this is of what a command writes for itself. */
const withoutSpace = (error: unknown): Refusal =>
  new Refusal(
    `The disk of ${tmpdir()} is full, where this command keeps what does not fit into memory: free some space, or set TMPDIR to a folder of another disk.`,
    'no-space',
    {},
    error,
  );

/**
 * What nobody foresaw is shown with its stack and its causes, and under FX_DEBUG what was foreseen, too. Usage errors
 * have been printed by then.
 */
function explainFailure(
  thrown: unknown,
  terminal: Terminal,
  command: string,
  { env, program = 'fx' }: Streams,
): number {
  const error = NO_SPACE.has(codeOf(thrown)) && !(thrown instanceof Refusal) ? withoutSpace(thrown) : thrown;
  const isUsage = error instanceof CommanderError;
  if (isUsage && error.exitCode === 0) return 0;
  const { code, details } = error instanceof Refusal ? error : { code: isUsage ? 'usage' : 'unexpected', details: {} };
  const message = error instanceof Error ? error.message.replace(/^error: /, '') : String(error);
  if (terminal.isJson) terminal.json(command, { ...details, error: { code, message: withProgram(message, program) } });
  if (isUsage) return 1;
  const sentence = error instanceof Refusal ? message : `fx failed: ${inspect(error)}`;
  terminal.say(`${terminal.hint.red('✗')} ${sentence}`);
  if (env.FX_DEBUG && error instanceof Refusal) terminal.say(inspect(error));
  return 1;
}
