/** Measures what installing the package puts on a disk, and whether what a browser gets imports anything. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../publish.mjs';

export const install = {
  name: 'install',
  title: 'What npm i fx-tag puts on a disk',
  needs: [],
  async run() {
    const packages = installed();
    return {
      ownBytes: packed(),
      packages: packages.length,
      packageBytes: packages.reduce((sum, { bytes }) => sum + bytes, 0),
      largest: [...packages].sort((a, b) => b.bytes - a.bytes).slice(0, 5),
      imports: await importsOf(join(ROOT, 'dist/index.js')),
    };
  },
};

/** What is in the package itself. */
function packed() {
  const { stdout, status, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1e8,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  return JSON.parse(stdout)[0].unpackedSize;
}

/** The packages that come with it, as the lock file has them and as this platform gets them. */
function installed() {
  const seen = new Set();
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path && !dev && !devOptional && existsSync(join(ROOT, path)))
    .map(([path]) => ({ name: path.replace(/^.*node_modules\//, ''), bytes: sizeOf(join(ROOT, path), seen) }));
}

/** What a folder holds, without what is nested in it as a package of its own. One file under two names counts once. */
function sizeOf(folder, seen) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + sizeOf(path, seen);
    const { dev, ino, size } = statSync(path);
    if (!entry.isFile() || seen.has(`${dev} ${ino}`)) return sum;
    seen.add(`${dev} ${ino}`);
    return sum + size;
  }, 0);
}

async function importsOf(path) {
  const { metafile } = await build({ entryPoints: [path], write: false, metafile: true, format: 'esm' });
  return Object.values(metafile.inputs).flatMap(({ imports }) => imports.map((one) => one.path));
}
