/** Starts a PostgreSQL of its own for tests, and installs one where there is none. */

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWithApt, onPath } from './browser.mjs';

/**
 * A server in a temporary folder, on a free port of 127.0.0.1.
 *
 * @throws {Error} one sentence that says what to do
 */
export async function startPostgres() {
  const programs = ensurePostgres();
  const folder = mkdtempSync(join(tmpdir(), 'fx-postgres-'));
  const isRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root: its package made a user for it.
  const as = isRoot ? idsOf('postgres') : {};
  if (isRoot) chownSync(folder, as.uid, as.gid);
  const port = await freePort();
  const ask = (name, ...args) => execFileSync(join(programs, name), args, { ...as, cwd: folder, stdio: 'pipe' });
  const data = join(folder, 'data');
  ask('initdb', '-D', data, '-U', 'fx', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync');
  const start = () =>
    ask('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', `-p ${port} -h 127.0.0.1 -k ${folder}`, 'start');
  const stop = () => ask('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
  start();
  return {
    url: `postgres://fx@127.0.0.1:${port}/postgres`,
    start,
    stop,
    remove() {
      try {
        stop();
      } catch {
        // A test had stopped it.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ensurePostgres() {
  const found = find();
  if (found) return found;
  const installed = installWithApt('PostgreSQL', 'postgresql') ? find() : null;
  if (installed) return installed;
  throw new Error('No PostgreSQL was found and none could be installed: install postgresql, and run this again.');
}

/** Debian keeps the programs of each version apart. */
function find() {
  const onWay = onPath('initdb') && onPath('pg_ctl');
  if (onWay) return onWay.replace(/\/[^/]*$/, '');
  const all = '/usr/lib/postgresql';
  const versions = existsSync(all) ? readdirSync(all).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((one) => join(all, one, 'bin')).find((one) => existsSync(join(one, 'pg_ctl'))) ?? null;
}

const idsOf = (user) => {
  const id = (flag) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
