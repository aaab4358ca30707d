/** Switches a target off and on: nothing but `enabled` changes, in every file under a fixed name. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isAddress, listNames, overwrite, Refusal, readBytes, readText, writeAtomic } from '../files/index.js';
import { type Attempt, Blocked, caught, type Obstacle } from './attempt.js';
import { publish, withFinished } from './publish.js';
import { switchFile } from './release.js';
import { inNameOf, openMirror } from './remotes/mirror.js';
import { STATE_FILE } from './state.js';
import { readRelease, readTarget, stateOf } from './targets.js';
import type { Notice } from './voice.js';

/** How long a publication that is under way is waited for. It takes milliseconds. */
export const WAIT_MS = 5000;

/**
 * Switches a target off or on.
 *
 * A target with damaged records, on a full disk, or with a folder where a file belongs has to go off all the same: then
 * its files are switched where they lie.
 */
export const toggle = (directory: string, enabled: boolean, say: (notice: Notice) => void): Promise<Attempt<void>> =>
  caught(async () => {
    const attempt = await caught(() => toggleTarget(directory, enabled, say));
    if (attempt.ok) return;
    const { obstacle } = attempt;
    const isOfFiles = obstacle.code === 'files';
    if (enabled || !(isOfFiles || isBroken(obstacle))) throw new Blocked(obstacle);
    const mirror = isAddress(directory) ? await openMirror(directory) : null;
    try {
      await inNameOf(mirror, async () => {
        const place = mirror?.directory ?? directory;
        if (!(await switchInPlace(place))) throw new Blocked(obstacle);
        if (isOfFiles) await recordInPlace(place);
        await mirror?.push();
      });
    } finally {
      mirror?.letGo();
    }
    say({ code: 'off-anyway', obstacle });
  });

const isBroken = ({ code }: Obstacle): boolean => code === 'damaged' || code === 'state';

async function toggleTarget(directory: string, enabled: boolean, say: (notice: Notice) => void): Promise<void> {
  const options = { waitMs: WAIT_MS, say };
  await withFinished(await readTarget(directory), options, async (target) => {
    const state = stateOf(target);
    const files = await readRelease(target.directory, state.current, enabled);
    await publish(target, { state: { ...state, enabled }, files, token: target.token }, options);
  });
}

/** Switches off whatever lies under a fixed name, the smallest first: on a full disk there may be room for no more. */
async function switchInPlace(directory: string): Promise<boolean> {
  const names = (await listNames(directory))
    .filter((name) => FIXED.test(name) && isFile(join(directory, name)))
    .sort(manifestFirst);
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
  const text = isFile(path) ? await readText(path) : null;
  if (text !== null) replace(path, text.replaceAll('"enabled": true', '"enabled": false'));
}

/** A folder in its place is served to nobody. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Replaces a file by a rename; where there is no room for a copy, where it lies. */
function replace(path: string, content: string | Uint8Array): void {
  try {
    writeAtomic(path, content);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no-space') throw error;
    overwrite(path, content);
  }
}

const manifestFirst = (a: string, b: string): number => Number(b === 'manifest.json') - Number(a === 'manifest.json');

const FIXED = /^(manifest\.json|container\.js|preview\.[0-9a-f]{16}\.js(on)?)$/;
