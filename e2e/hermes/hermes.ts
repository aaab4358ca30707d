/** Runs a script in Hermes, as React Native would: what its age does not know is translated by Babel first. */

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Apart from the project: three platforms' binaries are 70 MB. */
const HOME = join(import.meta.dirname, '../../.cache/hermes');
const PACKAGES = ['hermes-engine-cli@0.12.0', '@babel/standalone@7.29.12'];
const FOLDERS: Readonly<Record<string, string>> = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' };

/** Hermes, and what translates for it. */
export interface Hermes {
  /** Classes and async functions written out, as React Native's preset does. */
  translate(module: string): string;
  /** The lines that a script prints. */
  run(script: string): string[];
}

interface Babel {
  transform(code: string, options: object): { readonly code: string };
}

/** @throws with one sentence where Hermes is not there and cannot be had */
export function findHermes(): Hermes {
  const binary = join(HOME, 'node_modules/hermes-engine-cli', FOLDERS[process.platform] ?? '-', 'hermes');
  if (!existsSync(binary)) {
    mkdirSync(HOME, { recursive: true });
    writeFileSync(join(HOME, 'package.json'), '{}');
    const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...PACKAGES], {
      cwd: HOME,
    });
    if (status !== 0) throw new Error('Hermes could not be installed: npm needs its registry.');
    if (!existsSync(binary))
      throw new Error(`There is no Hermes for ${process.platform}: run this on Linux, macOS or Windows.`);
    chmodSync(binary, 0o755);
  }
  const babel: Babel = createRequire(join(HOME, 'package.json'))('@babel/standalone');
  return {
    translate: (module) =>
      babel.transform(module, { presets: [['env', { targets: { ie: '11' }, modules: 'commonjs' }]], compact: true })
        .code,
    run(script) {
      const folder = mkdtempSync(join(tmpdir(), 'fx-hermes-'));
      const file = join(folder, 'script.js');
      writeFileSync(file, script);
      const { status, stdout, stderr } = spawnSync(binary, [file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
      rmSync(folder, { recursive: true });
      if (status !== 0) throw new Error(`Hermes ended with ${status}: ${stderr.slice(0, 2000)}`);
      return stdout.trimEnd().split('\n');
    },
  };
}
