/** Runs `fx off` and `fx on`: switches a target, and says so. */

import { withoutSecrets } from '../files/index.js';
import { toggle } from '../publishing/index.js';
import { orRefuse, voiceOf } from './obstacles.js';
import type { Terminal } from './terminal.js';

/** Switches a target, and says on the terminal what it holds now. */
export async function switchTarget(terminal: Terminal, directory: string, enabled: boolean): Promise<void> {
  const word = enabled ? 'on' : 'off';
  const place = withoutSecrets(directory);
  orRefuse(await terminal.busy(`Switching ${place} ${word}`, () => toggle(directory, enabled, voiceOf(terminal).say)));
  if (terminal.isJson) return terminal.json(word, { target: place, enabled });
  terminal.say(
    `${terminal.hint.green('✓')} ${place} is ${word}${enabled ? '' : ` and stays off: fx on --to ${place} switches it on`}.`,
  );
}
