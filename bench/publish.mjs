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
 * @param {readonly string[] | null} [uses] the words of `tag:`, what the pages use; null: they may use everything
 * @returns {{container: string, tag: string, manifest: string}}
 */
export function published(experiments, toFile = fileOf, uses = null) {
  const files = experiments.map(toFile);
  const made = createHash('sha256').update(JSON.stringify([files, uses]));
  for (const name of MAKERS) made.update(builtFile(name));
  const key = made.digest('hex');
  const target = join(CACHE, 'fx', key.slice(0, 16));
  if (!existsSync(target)) make(files, uses, target);
  const read = (name) => readFileSync(join(target, name), 'utf8');
  return { container: read('container.js'), tag: read('fx.js'), manifest: read('manifest.json') };
}

/** What a container is made of: whenever one of these changes, it is made anew. */
const MAKERS = [
  'fx.container.js',
  'fx.parts.json',
  ...['container', 'compose', 'features'].map((name) => `esm/authoring/${name}.js`),
];

/** Any will do: nobody previews. */
const TOKEN = '0123456789abcdef';

function make(files, uses, target) {
  const work = `${target}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'experiments'), { recursive: true });
  // JSON is YAML
  for (const file of files) writeFileSync(join(work, 'experiments', `${file.id}.yaml`), JSON.stringify(file));
  if (uses) writeFileSync(join(work, 'fx.config.yaml'), JSON.stringify({ previewToken: TOKEN, tag: uses }));
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
