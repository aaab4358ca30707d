/** Switches a target off and on: nothing but `enabled` changes, in every file under a fixed name. */

import { join } from 'node:path';
import { listNames, overwrite, Refusal, readBytes, readText, writeAtomic } from '../files/index.js';
import { finish, publish } from './publish.js';
import { switchFile } from './release.js';
import { STATE_FILE } from './state.js';
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
    // A target with damaged records, or on a full disk, has to go off all the same.
    const mayGoOn = error instanceof Refusal && ['damaged', 'state', 'no-space'].includes(error.code);
    if (enabled || !mayGoOn || !(await switchInPlace(directory))) throw error;
    if (error.code === 'no-space') await recordInPlace(directory);
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

/** Switches off whatever lies under a fixed name, the smallest first: on a full disk there may be room for no more. */
async function switchInPlace(directory: string): Promise<boolean> {
  const names = (await listNames(directory)).filter((name) => FIXED.test(name)).sort(manifestFirst);
  let isOff = false;
  for (const name of names) {
    const bytes = await readBytes(join(directory, name));
    const switched = bytes && switchFile(bytes, false);
    if (!switched) continue;
    replace(join(directory, name), switched);
    isOff = true;
  }
  return isOff;
}

/** Without this the next `fx apply` would take the target for one that is on. */
async function recordInPlace(directory: string): Promise<void> {
  const path = join(directory, STATE_FILE);
  const text = await readText(path);
  if (text !== null) replace(path, text.replaceAll('"enabled": true', '"enabled": false'));
}

/** Replaces a file by a rename; where there is no room for a copy, where it lies. */
function replace(path: string, content: string | Uint8Array): void {
  try {
    writeAtomic(path, content);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-space') throw error;
    overwrite(path, content);
  }
}

const manifestFirst = (a: string, b: string): number =>
  Number(b === 'manifest.json') - Number(a === 'manifest.json') || (a < b ? -1 : 1);

const FIXED = /^(manifest\.json|container\.js|preview\.[0-9a-f]{16}\.js(on)?)$/;
