/** `fx validate`: checks experiment files, without network or state. */

import { plural } from '../../pages/index.js';
import { count, DEFAULT_DIRECTORY, describe, openProject } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments, or one file', DEFAULT_DIRECTORY)
    .option('--strict', 'fail on warnings too')
    .addHelpText('after', example('fx validate experiments --strict'))
    .action(async (directory: string, { strict = false }: { strict?: boolean }) => {
      const { terminal } = io;
      const { compiled, files } = await openProject(terminal, directory);
      const { problems, sources } = compiled;
      const { errors, warnings } = count(problems);
      const isValid = !errors && !(strict && warnings);
      if (!isValid) io.exit(1);
      if (terminal.isJson) {
        return terminal.json('validate', { valid: isValid, errors, warnings, files: files.length, problems });
      }
      for (const problem of problems) terminal.data(describe(problem, files, { hint: terminal.paint }));
      const found = [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')].filter(Boolean);
      const { green, red } = terminal.hint;
      const read = plural(files.length, 'file');
      if (!isValid) return terminal.say(`${red('✗')} ${found.join(', ')} in ${read}.`);
      const rest = found.length ? `, with ${found.join(', ')}` : '';
      terminal.say(`${green('✓')} ${plural(sources.size, 'experiment')} in ${read}: valid${rest}.`);
    });
};
