/** Tells what was measured on, and with which versions. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { versions } from './packages.mjs';
import { ROOT } from './publish.mjs';

export function describeMachine() {
  const [first] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: loadavg()[0],
    commit: commit(),
    fx: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
    packages: versions(),
  };
}

/** Which commit, with a mark where files differ from it; empty outside of a repository. */
function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout?.trim() ?? '';
  const hash = git('rev-parse', '--short=12', 'HEAD');
  // what the bench itself writes is no difference
  const isChanged = git('status', '--porcelain', '--', 'src', 'scripts', 'bench', 'package.json', 'rollup.config.mjs');
  return hash && isChanged ? `${hash} and changes` : hash;
}
