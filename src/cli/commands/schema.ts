/** `fx schema`: prints the JSON Schema of experiment files, for editors. */

import { jsonSchema } from '../../authoring/index.js';
import { writeAtomic } from '../../files/index.js';
import { example, type Setup } from '../command.js';

export const setup: Setup = (command, io) => {
  command
    .option('-o, --out <file>', 'write it to a file')
    .addHelpText('after', example('fx schema -o fx.schema.json'))
    .action(async ({ out }: { out?: string }) => {
      const { terminal } = io;
      const schema = await jsonSchema();
      const text = JSON.stringify(schema, null, 2);
      if (out !== undefined) writeAtomic(out, `${text}\n`);
      if (terminal.isJson) return terminal.json('schema', { jsonSchema: schema });
      if (out === undefined) return terminal.verbatim(text);
      terminal.say(`Written. Begin experiment files with: # yaml-language-server: $schema=${out}`);
    });
};
