/** Runs `fx types`: TypeScript declarations of experiments, variants, payloads and metadata. */

import { dirname, resolve } from 'node:path';
import { types } from '../../authoring/index.js';
import { makeDirectory, readText, shown, writeAtomic } from '../../files/index.js';
import { plural } from '../../pages/index.js';
import { DEFAULT_DIRECTORY } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { validAt } from '../problems.js';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'a directory of experiments, or one file', DEFAULT_DIRECTORY)
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .addHelpText('after', example('fx types experiments -o src/fx-experiments.d.ts'))
    .action(async (directory: string, { output }: { readonly output?: string }) => {
      const { terminal } = io;
      const { preview } = (await validAt(terminal, directory)).valid;
      const text = types(preview.experiments);
      const file = output === undefined ? null : shown(resolve(output));
      // An editor that watches the file is not woken for nothing.
      const isWritten = output !== undefined && (await readText(resolve(output))) !== text;
      if (output !== undefined && isWritten) {
        makeDirectory(dirname(resolve(output)));
        writeAtomic(resolve(output), text);
      }
      const count = preview.experiments.length;
      if (terminal.isJson) return terminal.json('types', { experiments: count, file, text, written: isWritten });
      if (file === null) return terminal.verbatim(text.trimEnd());
      const was = isWritten ? 'written' : 'as it was';
      terminal.say(`${terminal.hint.green('✓')} ${file}: ${plural(count, 'experiment')}, ${was}.`);
    });
};
