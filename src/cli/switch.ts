/** `fx off` and `fx on`: switches a target, and says so. */

import { toggle } from '../publishing/index.js';
import { orRefuse, voiceOf } from './obstacles.js';
import type { Terminal } from './terminal.js';

/** Switches a target, and says on the terminal what it holds now. */
export async function switchTarget(terminal: Terminal, directory: string, enabled: boolean): Promise<void> {
  const word = enabled ? 'on' : 'off';
  orRefuse(
    await terminal.busy(`Switching ${directory} ${word}`, () => toggle(directory, enabled, voiceOf(terminal).say)),
  );
  if (terminal.isJson) return terminal.json(word, { target: directory, enabled });
  terminal.say(
    `${terminal.hint.green('✓')} ${directory} is ${word}${enabled ? '' : ` and stays off: fx on --to ${directory} switches it on`}.`,
  );
}
