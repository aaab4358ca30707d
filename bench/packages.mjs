/** Finds files and versions of the packages that the bench has to itself. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const wanted = () => JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')).dependencies;

/** The text of a file in a package. */
export const packageFile = (name, path) => readFileSync(join(HERE, 'node_modules', name, path), 'utf8');

/** Which version of each is there. */
export const versions = () =>
  Object.fromEntries(
    Object.keys(wanted()).map((name) => [name, JSON.parse(packageFile(name, 'package.json')).version]),
  );

/** Installs them where one is missing or has another version. */
export function installPackages(say) {
  const isThere = ([name, version]) =>
    existsSync(join(HERE, 'node_modules', name, 'package.json')) &&
    JSON.parse(packageFile(name, 'package.json')).version === version;
  if (Object.entries(wanted()).every(isThere)) return;
  say('installing what fx is measured against into bench/node_modules (npm ci)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: HERE,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed in bench/: see above.');
}
