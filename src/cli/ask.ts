/** Asks on a terminal; elsewhere names the command that needs no answer. */

import { Refusal, withoutSecrets } from '../files/index.js';
import { shellWord } from '../pages/index.js';
import type { Terminal } from './terminal.js';

/**
 * A yes to something that cannot be taken back easily.
 *
 * @param command what to run where nobody can be asked, word by word
 * @throws Refusal where the answer is no, or nobody can be asked
 */
export async function confirm(terminal: Terminal, question: string, command: readonly string[]): Promise<void> {
  if (!terminal.isInteractive)
    throw new Refusal(`${question} Nobody can be asked here: run ${commandLine(command)}.`, 'unconfirmed');
  const { confirm: ask, isCancel } = await import('@clack/prompts');
  const answer = await ask({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer) || !answer) throw new Refusal('Nothing was done.', 'declined');
}

/** Words as they are typed, but for secrets: whoever has them knows them. */
export const commandLine = (words: readonly string[]): string =>
  words.map((word) => shellWord(withoutSecrets(word))).join(' ');
