/** Runs `fx verify`: tells whether a manifest is signed with a key, as a server that has the key will find. */

import { Refusal, readBytes, shown } from '../../files/index.js';
import { checkSignature, isPublicKey, type SignatureVerdict } from '../../publishing/index.js';
import { example, type Setup } from '../command.js';

const TIMEOUT_MS = 10_000;

export const setup: Setup = (command, io) => {
  command
    .argument('<manifest>', 'a file or an address; its signature is asked for under the same name with .sig')
    .requiredOption('--key <public...>', 'the public key, or several, as fx keygen prints them')
    .addHelpText('after', example('fx verify public/fx/manifest.json --key "$FX_KEY"'))
    .action(async (source: string, { key: keys }: { readonly key: readonly string[] }) => {
      const { terminal } = io;
      const wrong = keys.find((one) => !isPublicKey(one));
      if (wrong !== undefined)
        throw new Refusal(`${wrong} is not a public key: take the 43 characters that fx keygen prints.`, 'no-key');
      const [manifest, signature] = await terminal.busy(`Fetching ${source}`, () =>
        Promise.all([read(source), read(`${source}.sig`)]),
      );
      if (!manifest) throw new Refusal(`There is no ${shown(source)}.`, 'not-found');
      if (!signature) throw new Refusal(`${source} is not signed: there is no ${source}.sig.`, 'unsigned');
      const verdict = checkSignature(manifest, signature.toString('utf8'), keys);
      if (verdict.code !== 'signed') throw new Refusal(SENTENCES[verdict.code](source), 'unsigned');
      const signed = new Date(verdict.time).toISOString();
      if (terminal.isJson) return terminal.json('verify', { key: verdict.key, signed, source });
      terminal.data(`${source} is signed with ${verdict.key}, ${signed}.`);
    });
};

const SENTENCES: { readonly [Code in Exclude<SignatureVerdict['code'], 'signed'>]: (source: string) => string } = {
  malformed: (source) => `${source} is as unsigned: ${source}.sig is no signature, or a part of one.`,
  wrong: (source) =>
    `${source} is as unsigned: its signature was made with another key, or belongs to another manifest.`,
};

/** The bytes of a file or an address; null where there are none. */
async function read(source: string): Promise<Buffer | null> {
  if (!/^https?:/.test(source)) return readBytes(source);
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    if (response.status === 404) return null;
    throw new Refusal(`${source} answers ${response.status}.`, 'unreadable');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${source} cannot be read (${reason}): is the address right?`, 'unreadable', {}, error);
  }
}
