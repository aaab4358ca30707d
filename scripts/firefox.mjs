/** Finds a Firefox to test in, and installs one where there is none. */

import { spawnSync } from 'node:child_process';
import { installWithApt, onPath } from './browser.mjs';

const NAMES = ['firefox-esr', 'firefox'];

/**
 * The path of a Firefox that starts: what FX_FIREFOX names, else one of the system's, else Debian's firefox-esr,
 * installed by apt where that is allowed.
 *
 * @returns {string}
 * @throws {Error} one sentence that says what to do
 */
export function ensureFirefox() {
  const named = process.env.FX_FIREFOX;
  if (named) {
    if (starts(named)) return named;
    throw new Error(`FX_FIREFOX is ${named}, which is no Firefox that starts: correct it or unset it.`);
  }
  const found = find();
  if (found) return found;
  const installed = installWithApt('Firefox', 'firefox-esr') ? find() : null;
  if (installed) return installed;
  throw new Error(
    'No Firefox was found and none could be installed: install Firefox, or set FX_FIREFOX to the path of one, and run this again.',
  );
}

function find() {
  const mac = process.platform === 'darwin' ? ['/Applications/Firefox.app/Contents/MacOS/firefox'] : [];
  return [...NAMES.map(onPath), ...mac].find((path) => path !== null && starts(path)) ?? null;
}

/** Ubuntu's firefox is a script that only asks for a snap: a path proves nothing. */
function starts(path) {
  const { stdout, status } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return status === 0 && /firefox/i.test(stdout ?? '');
}
