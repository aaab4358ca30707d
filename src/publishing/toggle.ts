/** Switches a target off and on: nothing but `enabled` changes, in every file under a fixed name. */

import { join } from 'node:path';
import { listNames, Refusal, readBytes, writeAtomic } from '../files/index.js';
import { finish, publish } from './publish.js';
import { switchFile } from './release.js';
import { openTarget, readRelease, requireState, type Target } from './targets.js';

/** How long a publication that is under way is waited for. It takes milliseconds. */
const WAIT_MS = 5000;

/**
 * Switches a target off or on.
 *
 * @param say gets what should be known besides, a sentence each
 * @throws Refusal where nothing could be switched
 */
export async function toggle(directory: string, enabled: boolean, say: (sentence: string) => void): Promise<void> {
  try {
    const target = await openTarget(directory);
    await toggleTarget(target, enabled, say);
  } catch (error) {
    // A target with damaged records has to go off all the same.
    const isDamaged = error instanceof Refusal && ['damaged', 'state'].includes(error.code);
    if (enabled || !isDamaged || !(await toggleFiles(directory))) throw error;
    say(`${error.message} Its files are off all the same.`);
  }
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
