/** Finds ClickHouse's own engine (chdb), or installs it below .cache: 600 MB that only one test needs. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '3.4.0';
const FOLDER = fileURLToPath(new URL('../.cache/chdb', import.meta.url));

/**
 * The file to import it from.
 *
 * @throws where npm cannot install it, with what it said
 */
export function ensureChdb() {
  const entry = join(FOLDER, 'node_modules/chdb/index.mjs');
  if (existsSync(entry)) return entry;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{"private": true}\n');
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', `chdb@${VERSION}`],
    { cwd: FOLDER, encoding: 'utf8' },
  );
  if (status === 0 && existsSync(entry)) return entry;
  throw new Error(
    `ClickHouse is tested with chdb ${VERSION}, which runs on Linux with glibc and on macOS, and npm could not install it: ${stderr}`,
  );
}
