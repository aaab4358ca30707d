/** Finds the key that a command signs with. */

import { Refusal, readText, shown } from '../files/index.js';
import { readSigner, type Signer } from '../publishing/index.js';

/** `--sign <file>` and `--no-sign`, as every command that publishes manifests takes them. */
export const SIGN = ['--sign <file>', 'sign with the private key in this file, which fx keygen makes'] as const;
export const NO_SIGN = ['--no-sign', 'do not sign, although what is published now is signed'] as const;

/** What came of the two. */
export interface SignOptions {
  readonly sign?: string | boolean | undefined;
}

/** How a publication is to be signed. */
export interface Signing {
  readonly signer?: Signer;
  readonly mayUnsign: boolean;
}

/** Reads the key that was named, if one was. */
export async function signingOf({ sign }: SignOptions): Promise<Signing> {
  return typeof sign === 'string' ? { signer: await readKey(sign), mayUnsign: false } : { mayUnsign: sign === false };
}

/** The signer of a file. */
export async function readKey(file: string): Promise<Signer> {
  const text = await readText(file);
  if (text === null) throw new Refusal(`There is no file ${shown(file)}: make a key with fx keygen ${file}.`, 'no-key');
  const signer = readSigner(text);
  if (signer) return signer;
  throw new Refusal(
    `${shown(file)} is not a private key of fx: make one with fx keygen, under another name.`,
    'no-key',
  );
}

/** The words that repeat the two options in a command. */
export const signWords = ({ sign }: SignOptions): string[] =>
  typeof sign === 'string' ? ['--sign', sign] : sign === false ? ['--no-sign'] : [];
