/** Publishes experiments with the fx command, as an owner would, and keeps what it made while nothing changed. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const CACHE = join(ROOT, '.cache/bench');
export const CLI = join(ROOT, 'dist/esm/cli/main.js');

/** The text of a file in dist/. */
export const builtFile = (name) => readFileSync(join(ROOT, 'dist', name), 'utf8');

/**
 * What publishing these makes.
 *
 * @param {readonly object[]} experiments
 * @param {(experiment: object) => object} [toFile] what stands in the file of one
 * @returns {{container: string, tag: string, manifest: string}}
 */
export function published(experiments, toFile = fileOf) {
  const files = experiments.map(toFile);
  const template = builtFile('fx.container.js');
  const builder = builtFile('esm/authoring/container.js');
  const key = createHash('sha256').update(template).update(builder).update(JSON.stringify(files)).digest('hex');
  const target = join(CACHE, 'fx', key.slice(0, 16));
  if (!existsSync(target)) make(files, target);
  const read = (name) => readFileSync(join(target, name), 'utf8');
  return { container: read('container.js'), tag: read('fx.js'), manifest: read('manifest.json') };
}

function make(files, target) {
  const work = `${target}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'experiments'), { recursive: true });
  // JSON is YAML
  for (const file of files) writeFileSync(join(work, 'experiments', `${file.id}.yaml`), JSON.stringify(file));
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'apply', '--to', 'public', '--yes'], {
    cwd: work,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`fx apply failed: ${stderr.slice(0, 2000)}`);
  renameSync(join(work, 'public'), target);
  rmSync(work, { recursive: true, force: true });
}

/** An experiment whose second variant everyone gets. */
export const fileOf = ({ id, path, changes }) => ({
  id,
  name: `Experiment ${id}`,
  trigger: { kind: 'urlMatch', pattern: path },
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    {
      key: 'changed',
      name: 'Changed',
      weight: 10000,
      domOps: changes.map(({ selector, text }) => ({ op: 'replaceText', selector, value: text, waitForMs: 60000 })),
    },
  ],
});
