/** `fx init`: what a repository needs to begin with experiments. */

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { jsonSchema } from '../../authoring/index.js';
import { exists, makeDirectory, Refusal, shown, writeAtomic } from '../../files/index.js';
import { readVersion } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { configFile, exampleFile, workflowFile } from '../starter.js';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'the root of your repository', '.')
    .addHelpText('after', example('fx init'))
    .action(async (root: string) => {
      const { terminal } = io;
      const files: Readonly<Record<string, string>> = {
        'experiments/example.yaml': exampleFile,
        'fx.config.yaml': configFile(randomBytes(8).toString('hex')),
        'fx.schema.json': `${JSON.stringify(await jsonSchema(), null, 2)}\n`,
        '.github/workflows/fx.yml': workflowFile(readVersion()),
      };
      const there: string[] = [];
      for (const name of Object.keys(files)) if (await exists(join(root, name))) there.push(name);
      if (there.length) {
        throw new Refusal(
          `Nothing was written: ${there.join(', ')} ${there.length > 1 ? 'are' : 'is'} there already.`,
          'exists',
        );
      }
      for (const [name, text] of Object.entries(files)) {
        makeDirectory(dirname(join(root, name)));
        writeAtomic(join(root, name), text);
      }
      const written = Object.keys(files).map((name) => shown(join(root, name)));
      if (terminal.isJson) return terminal.json('init', { written });
      terminal.data(written.join('\n'));
      terminal.say(NEXT);
    });
};

const NEXT = `
Next:
  1. fx validate                          check the example
  2. fx create                            make your own
  3. fx apply experiments --to public/fx  publish to the folder that your site serves at /fx/
  4. Put this into the head of your pages, before other scripts:
     <script src="/fx/container.js"></script>
  5. Put the same folder into .github/workflows/fx.yml.`;
