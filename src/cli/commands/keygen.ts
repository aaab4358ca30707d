/** Runs `fx keygen`: makes a private key that signs what is published, and prints the public one. */

import { basename, dirname } from 'node:path';
import { ignoreInGit, Refusal, shown, writeNew } from '../../files/index.js';
import { makeKey, readSigner } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';
import { readKey } from '../signing.js';

export const setup: Setup = (command, io) => {
  command
    .argument('[file]', 'where the private key is written', 'fx.key')
    .option('--show', 'print the public key of a file that is there')
    .addHelpText('after', example('fx keygen', 'fx keygen fx.key --show'))
    .action(async (file: string, { show }: { readonly show?: boolean }) => {
      const { terminal } = io;
      const key = show ? (await readKey(file)).key : write(file);
      const isIgnored = !show && (await ignoreInGit(dirname(file), basename(file), true));
      if (terminal.isJson) return terminal.json('keygen', { file, key });
      terminal.data(key);
      if (show) return;
      const git = isIgnored ? ' .gitignore keeps it out of git.' : '';
      terminal.say(`${terminal.hint.green('✓')} ${shown(file)} is the private key: whoever has it can sign.${git}`);
      terminal.say(`Servers and data-key of the tag get the public key above, and fx apply gets --sign ${file}.`);
    });
};

/** A key that is there is never written over: what it signed would be lost to servers that know it. */
function write(file: string): string {
  const text = makeKey();
  if (!writeNew(file, text, 0o600))
    throw new Refusal(
      `${shown(file)} is there already: name another file, or see its public key with fx keygen ${file} --show.`,
      'exists',
    );
  return readSigner(text)?.key ?? '';
}
