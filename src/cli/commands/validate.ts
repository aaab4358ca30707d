/** Runs `fx validate`: checks experiment files, without network or state, and mends what has one meaning. */

import { type Compiled, type MendedProblem, mend } from '../../authoring/index.js';
import { loadExperiments, writeAtomic } from '../../files/index.js';
import { inLine, plural } from '../../pages/index.js';
import { count, DEFAULT_DIRECTORY, loadConfig, type Project } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { orRefuse } from '../obstacles.js';
import { problemText, projectAt, tellOverlooked } from '../problems.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly strict?: boolean;
  readonly fix?: boolean;
}

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments, or one file', DEFAULT_DIRECTORY)
    .option('--strict', 'fail on warnings too')
    .option('--fix', 'mend what can have been meant in one way only, and show it')
    .addHelpText('after', example('fx validate experiments --strict', 'fx validate --fix'))
    .action(async (directory: string, { strict = false, fix = false }: Options) => {
      const { terminal } = io;
      const { compiled, files, mended, left } = await (fix ? mendDirectory : check)(terminal, directory);
      const { problems } = compiled;
      const { errors, warnings } = count(problems);
      const isValid = !errors && !(strict && warnings);
      if (!isValid) io.exit(1);
      if (terminal.isJson) {
        const result = { valid: isValid, errors, warnings, files: files.length, problems };
        return terminal.json('validate', fix ? { ...result, mended } : result);
      }
      for (const one of mended) terminal.data(mendedText(one));
      for (const problem of problems) terminal.data(problemText(problem, files, terminal.paint));
      for (const file of left)
        terminal.say(
          `${terminal.hint.yellow('!')} ${file} is left as it was: it has other errors, which need a person.`,
        );
      await tellOverlooked(terminal, directory);
      say(terminal, compiled, files.length, isValid);
      if (!fix) sayMendable(terminal, compiled);
    });
};

/** What both ways of checking give. */
interface Checked {
  readonly compiled: Compiled;
  readonly files: Project['files'];
  readonly mended: readonly MendedProblem[];
  readonly left: readonly string[];
}

async function check(terminal: Terminal, directory: string): Promise<Checked> {
  const { compiled, files } = await projectAt(terminal, directory);
  return { compiled, files, mended: [], left: [] };
}

async function mendDirectory(terminal: Terminal, directory: string): Promise<Checked> {
  const files = await loadExperiments(directory);
  const { redirectOrigins } = orRefuse(await loadConfig(directory));
  const done = await terminal.busy(`Mending ${plural(files.length, 'file')}`, () => mend(files, { redirectOrigins }));
  for (const { path, text } of done.files) writeAtomic(path, text);
  const encoder = new TextEncoder();
  const texts = new Map(done.files.map(({ path, text }) => [path, encoder.encode(text)]));
  return { ...done, files: files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text })) };
}

function mendedText({ file, line, path, before, after }: MendedProblem): string {
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}${inLine(before)} → ${inLine(after)}`;
}

function say(terminal: Terminal, { problems, sources }: Compiled, files: number, isValid: boolean): void {
  const { errors, warnings } = count(problems);
  const found = [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')].filter(Boolean);
  const { green, red } = terminal.hint;
  const read = plural(files, 'file');
  const rest = found.length ? `, with ${found.join(', ')}` : '';
  terminal.say(
    isValid
      ? `${green('✓')} ${plural(sources.size, 'experiment')} in ${read}: valid${rest}.`
      : `${red('✗')} ${found.join(', ')} in ${read}.`,
  );
}

function sayMendable(terminal: Terminal, { mends }: Compiled): void {
  if (mends.size) terminal.say(`fx validate --fix can mend ${mends.size} of these.`);
}
