/** Runs `fx schema`: prints the JSON Schema of experiment files, for editors, or of `fx results --json`. */

import { jsonSchema } from '../../authoring/index.js';
import { writeAtomic } from '../../files/index.js';
import { example, type Setup } from '../command.js';

export const setup: Setup = (command, io) => {
  command
    .option('-o, --out <file>', 'write it to a file')
    .option('--results', 'of what fx results --json writes, in place of experiment files')
    .addHelpText('after', example('fx schema -o fx.schema.json'))
    .action(async ({ out, results = false }: { out?: string; results?: boolean }) => {
      const { terminal } = io;
      const schema = results ? (await import('../resultsschema.js')).resultsSchema() : await jsonSchema();
      const text = JSON.stringify(schema, null, 2);
      if (out !== undefined) writeAtomic(out, `${text}\n`);
      if (terminal.isJson) return terminal.json('schema', { jsonSchema: schema });
      if (out === undefined) return terminal.verbatim(text);
      terminal.say(
        results ? 'Written.' : `Written. Begin experiment files with: # yaml-language-server: $schema=${out}`,
      );
    });
};
