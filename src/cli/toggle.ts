/** Switches a target off and on: nothing but `enabled` changes, in every file under a fixed name. */

import { join } from 'node:path';
import { listNames, readBytes, writeAtomic } from './files.js';
import { Refusal, type Terminal } from './print.js';
import { finish, publish } from './publish.js';
import { switchFile } from './release.js';
import { openTarget, readRelease, requireState, type Target } from './targets.js';

/** How long a publication that is under way is waited for. It takes milliseconds. */
const WAIT_MS = 5000;

/** Switches, and returns the fixed names that hold it now. */
export async function toggle(terminal: Terminal, directory: string, enabled: boolean): Promise<void> {
  const say = (sentence: string): void => terminal.say(terminal.hint.yellow(`! ${sentence}`));
  const word = enabled ? 'on' : 'off';
  try {
    const target = await openTarget(directory);
    await toggleTarget(target, enabled, say);
  } catch (error) {
    // a target whose records are damaged has to go off all the same
    const isDamaged = error instanceof Refusal && ['damaged', 'state'].includes(error.code);
    if (enabled || !isDamaged || !(await toggleFiles(directory))) throw error;
    say(`${error.message} Its files are off all the same.`);
  }
  if (terminal.isJson) return terminal.json(word, { target: directory, enabled });
  terminal.say(
    `${terminal.hint.green('✓')} ${directory} is ${word}${enabled ? '' : ` and stays off: fx on --to ${directory} switches it on`}.`,
  );
}

async function toggleTarget(opened: Target, enabled: boolean, say: (sentence: string) => void): Promise<void> {
  const options = { waitMs: WAIT_MS, say };
  const target = await finish(opened, options);
  const state = requireState(target);
  const files = await readRelease(target.directory, state.current, enabled);
  await publish(target, { state: { ...state, enabled }, files, token: target.token }, options);
}

/** Switches off whatever lies under a fixed name. */
async function toggleFiles(directory: string): Promise<boolean> {
  const names = (await listNames(directory)).filter((name) => FIXED.test(name));
  let isOff = false;
  for (const name of names) {
    const bytes = await readBytes(join(directory, name));
    const switched = bytes && switchFile(bytes, false);
    if (!switched) continue;
    writeAtomic(join(directory, name), switched);
    isOff = true;
  }
  return isOff;
}

const FIXED = /^(manifest\.json|container\.js|preview\.[0-9a-f]{16}\.js(on)?)$/;
