/** Holds what the tests of the import share: waves as files, and what becomes of them. */

import { expect } from 'vitest';
import type { ExperimentSpec } from '../../../src/authoring/schema.js';
import { importMojito } from '../../../src/importers/mojito/index.js';
import type { Imported, WaveReport } from '../../../src/importers/mojito/report.js';
import { compile, NOW } from '../../authoring/compiling.js';

/** Files by path below `waves/`. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** Imports waves; every experiment that comes of it must be valid. */
export async function importWaves(tree: Tree): Promise<Imported> {
  const files = new Map(Object.entries(tree).map(([path, text]) => [`waves/${path}`, text]));
  const folders = [...new Set(Object.keys(tree).map((path) => `waves/${path.split('/')[0]}`))];
  const imported = await importMojito({ root: 'waves', folders, files });
  const compiled = await compile(
    imported.experiments.map(({ id, text }) => ({ path: `${id}.yaml`, text })),
    { now: NOW },
  );
  expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return imported;
}

/** One wave, what its file says as a value, and what the report says. */
export async function importWave(tree: Tree): Promise<{ raw: Imported; spec: ExperimentSpec; wave: WaveReport }> {
  const raw = await importWaves(Object.fromEntries(Object.entries(tree).map(([path, text]) => [`w/${path}`, text])));
  const { sources } = await compile(
    raw.experiments.map(({ id, text }) => ({ path: `${id}.yaml`, text })),
    { now: NOW },
  );
  const [wave] = raw.waves;
  if (!wave) throw new Error('no wave');
  return { raw, spec: sources.get(wave.id ?? '')?.raw as ExperimentSpec, wave };
}

/** A config with a control and a treatment, and other fields. */
export const config = (fields = '', recipes = "  '0':\n    name: Control\n  '1':\n    name: Treatment\n"): string =>
  `id: w1\nname: One\nstate: live\nsampleRate: 1\ntrigger: trigger.js\n${fields}${fields && !fields.endsWith('\n') ? '\n' : ''}recipes:\n${recipes}`;

/** A trigger that starts at once. */
export const TRIGGER = 'function trigger(test) {\n  test.activate();\n}\n';

/** Recipes with rates, by id. */
export const rated = (rates: Readonly<Record<string, number | string | undefined>>): string =>
  Object.entries(rates)
    .map(([id, rate]) => `  '${id}':\n    name: R${id}\n${rate === undefined ? '' : `    sampleRate: ${rate}\n`}`)
    .join('');

/** What needs a person, as `file:line sentence`. */
export const needsOf = ({ needs }: WaveReport): string[] =>
  needs.map(({ file, line, message }) => `${file}:${line} ${message}`);

/** A wave that starts at once, with other fields, recipes and files. */
export const one = (fields = '', recipes?: string, files: Readonly<Record<string, string>> = {}) =>
  importWave({ 'config.yml': config(fields, recipes), 'trigger.js': TRIGGER, ...files });
