/** Finds an nginx to put before a site in tests, and installs one where there is none. */

import { existsSync } from 'node:fs';
import { becomeRoot, onPath, run, say } from './browser.mjs';

/**
 * The path of nginx: the system's, else that of Debian's nginx-light, installed by apt where that is allowed.
 *
 * @returns {string}
 * @throws {Error} one sentence that says what to do
 */
export function ensureNginx() {
  const found = find();
  if (found) return found;
  const sudo = onPath('apt-get') ? becomeRoot() : null;
  if (sudo) {
    say('installing nginx with apt-get');
    run([...sudo, 'apt-get', 'update', '-q']);
    run([...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'nginx-light']);
    const installed = find();
    if (installed) return installed;
  }
  throw new Error('No nginx was found and none could be installed: install nginx, and run this again.');
}

/** Debian has it where only root looks for programs. */
const find = () => onPath('nginx') ?? ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(existsSync) ?? null;
