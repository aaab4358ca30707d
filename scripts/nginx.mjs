/** Finds an nginx to put before a site in tests, and installs one where there is none. */

import { existsSync } from 'node:fs';
import { installWithApt, onPath } from './browser.mjs';

/**
 * The path of nginx: the system's, else that of Debian's nginx-light, installed by apt where that is allowed.
 *
 * @returns {string}
 * @throws {Error} one sentence that says what to do
 */
export function ensureNginx() {
  const found = find();
  if (found) return found;
  const installed = installWithApt('nginx', 'nginx-light') ? find() : null;
  if (installed) return installed;
  throw new Error('No nginx was found and none could be installed: install nginx, and run this again.');
}

/** Debian has it where only root looks for programs. */
const find = () => onPath('nginx') ?? ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(existsSync) ?? null;
