/** Makes a project with a target, for the tests of what publishes, and tells whether the target is whole. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../dist/esm/cli/run.js';
import { experiment, folder, type Outcome, VARIANTS } from './fx.js';

export const TOKEN = '0123456789abcdef';

const WEIGHTED = VARIANTS.replace('name: Control', 'name: Control\n    weight: 3000').replace(
  'name: Treatment',
  'name: Treatment\n    weight: 7000',
);
/** The experiment `cta` with another split. */
export const reweighted = `id: cta\nname: cta\n${WEIGHTED}`;

/** A project in a directory of its own. */
export interface Project {
  readonly root: string;
  /** The target's path. */
  readonly target: string;
  /** Runs the built `fx` in it, within this process, on something that is no terminal. */
  fx(...args: readonly string[]): Promise<Outcome>;
  /** Writes an experiment file; null deletes it. */
  write(name: string, text: string | null): void;
  /** The text of a file in the target. */
  read(name: string): string;
  /** The manifest under its fixed name. */
  manifest(): Manifest;
  state(): State;
  /** Names in the target. */
  names(): string[];
  /** Publishes the experiments, and wants that to work. */
  publish(...more: readonly string[]): Promise<Outcome>;
}

export interface Manifest {
  readonly revision: string;
  readonly enabled: boolean;
  readonly experiments: readonly { readonly id: string; readonly status?: string; readonly phase?: string }[];
}

export interface State {
  readonly enabled: boolean;
  readonly current: Release;
  readonly history: readonly Release[];
  readonly next?: State;
}

export interface Release {
  readonly revision: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A project with experiments by file name. Default: one that runs, and a draft. */
export function project(
  files: Readonly<Record<string, string>> = {
    'cta.yaml': experiment('cta'),
    'sketch.yaml': experiment('sketch', 'status: draft\n'),
  },
): Project {
  const entries = Object.entries(files).map(([name, text]) => [`experiments/${name}`, text] as const);
  const root = folder({ 'fx.config.yaml': `previewToken: '${TOKEN}'\n`, ...Object.fromEntries(entries) });
  const target = join(root, 'public/fx');
  const read = (name: string): string => readFileSync(join(target, name), 'utf8');
  return {
    root,
    target,
    fx: (...args) => runIn(root, args),
    write(name, text) {
      const path = join(root, 'experiments', name);
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    },
    read,
    manifest: () => JSON.parse(read('manifest.json')) as Manifest,
    state: () => JSON.parse(read('state.json')) as State,
    names: () => (existsSync(target) ? readdirSync(target).sort() : []),
    async publish(...more) {
      const outcome = await runIn(root, ['apply', 'experiments', '--to', 'public/fx', '--yes', ...more]);
      if (outcome.code !== 0) throw new Error(outcome.err);
      return outcome;
    },
  };
}

/** Runs the built `fx` in a directory, within this process. Only one at a time. */
export async function runIn(directory: string, args: readonly string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  const before = process.cwd();
  process.chdir(directory);
  try {
    const streams = {
      stdin: {},
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env: {},
    };
    return { code: await run(args, streams), out, err };
  } finally {
    process.chdir(before);
  }
}

/** 16 hex digits over a file, as in names. */
export const hashOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);

/**
 * What is wrong with a target: names that hold something else than their hash says, fixed names that hold nothing of
 * the releases that state.json knows, and, where no publication is under way, anything but the current one.
 */
export function findFaults({ target, names }: Pick<Project, 'target' | 'names'>): string[] {
  const faults: string[] = [];
  const all = names();
  for (const name of all) {
    const [, hash] = /\.([0-9a-f]{16})\.js(?:on)?$/.exec(name.replace(TOKEN, '')) ?? [];
    if (hash && hashOf(join(target, name)) !== hash) faults.push(`${name} is not what its name says`);
  }
  if (!all.includes('state.json')) return faults;
  const state = JSON.parse(readFileSync(join(target, 'state.json'), 'utf8')) as State;
  const allowed = state.next ? [state.current, state.next.current] : [state.current];
  for (const [role, hash] of Object.entries((state.next ?? state).current.files)) {
    const name = role.replace('preview.', `preview.${TOKEN}.`);
    const dot = name.lastIndexOf('.');
    if (!all.includes(`${name.slice(0, dot)}.${hash}${name.slice(dot)}`)) faults.push(`${name} has no lasting copy`);
    const isFirst = state.next?.current.revision === state.current.revision;
    if (!all.includes(name)) {
      if (!isFirst) faults.push(`${name} is missing`);
    } else if (!allowed.some((release) => release.files[role] === hashOf(join(target, name)))) {
      faults.push(`${name} is of no revision`);
    }
  }
  return faults;
}
