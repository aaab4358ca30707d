/** Runs commands for the tests: the built `fx` in a process of its own, or one command within the test. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { afterAll } from 'vitest';
import type { Setup } from '../../src/cli/command.js';
import { createTerminal } from '../../src/cli/terminal.js';
import { Refusal } from '../../src/files/refusal.js';

/** What came of a run. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

/** Runs the built `fx`. */
export function fx(args: readonly string[], cwd = process.cwd()): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

/** Runs one command within this process, as `main.ts` does, on something that is no terminal. */
export async function run(setup: Setup, args: readonly string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  let code = 0;
  const stdout = { write: (text: string) => (out += text) };
  const stderr = { write: (text: string) => (err += text) };
  const terminal = createTerminal(
    { stdin: {}, stdout, stderr, env: { NO_COLOR: '1' } },
    { json: args.includes('--json') },
  );
  const command = new Command('fx').option('--json').exitOverride().configureOutput({ writeErr: stderr.write });
  setup(command, { terminal, exit: (wanted) => (code = wanted) });
  try {
    await command.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof CommanderError)) throw error;
    if (error instanceof Refusal) err += `✗ ${error.message}\n`;
    code = 1;
  }
  return { code, out, err };
}

/** Several tests of a file may share a folder, so all go when the last one is over. */
const folders: string[] = [];
afterAll(() => {
  // What a test stopped may still be on its way out, and write.
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
});

/** A new directory with some files, by path, which is gone after the tests of the file. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'fx-test-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The least that an experiment needs after its id and name. */
export const VARIANTS = 'variants:\n  - key: control\n    name: Control\n  - key: treatment\n    name: Treatment\n';

/** An experiment file with some fields more. */
export const experiment = (id: string, fields = ''): string => `id: ${id}\nname: ${id}\n${fields}${VARIANTS}`;
