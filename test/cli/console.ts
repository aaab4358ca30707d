/** Runs the ```console blocks of a page of the docs, as somebody would type them, and compares what comes. */

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One command of a page with what the page says it prints. */
export interface Step {
  readonly line: number;
  readonly command: string;
  /** Both streams, as on a terminal. */
  readonly output: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Every command of the ```console blocks of a page, in order. A line that ends with a backslash goes on in the next.
 */
export function readSteps(page: string): Step[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap((block) => {
    const first = text.slice(0, block.index).split('\n').length + 1;
    const steps: { line: number; command: string; output: string }[] = [];
    for (const [at, line] of (block[1] ?? '').split('\n').entries()) {
      const last = steps.at(-1);
      if (line.startsWith('$ ')) steps.push({ line: first + at, command: line.slice(2), output: '' });
      else if (last?.command.endsWith('\\') && !last.output)
        last.command = `${last.command.slice(0, -1)}${line.trim()}`;
      else if (last) last.output += `${line}\n`;
    }
    return steps.map((step) => ({ ...step, output: step.output.replace(/\n+$/, '') }));
  });
}

/** A directory on the PATH that holds `fx`, and `stubs` by name: the text of a script for node each. */
export function shims(directory: string, stubs: Readonly<Record<string, string>> = {}): string {
  const bin = join(directory, 'bin');
  mkdirSync(bin, { recursive: true });
  const add = (name: string, script: string): void => {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  };
  add('fx', `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/esm/cli/main.js')}" "$@"\n`);
  for (const [name, path] of Object.entries(stubs)) add(name, `#!/bin/sh\nexec "${process.execPath}" "${path}" "$@"\n`);
  return bin;
}

/**
 * What a terminal shows of a command. One that goes on for ever is ended once it has printed a last line that ends it.
 */
export function type(command: string, cwd: string, bin: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `exec 2>&1\n${command}`], {
      cwd,
      env: { ...process.env, ...env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      output += part.toString();
      if (output.includes('Ctrl+C ends it') && child.pid) process.kill(-child.pid, 'SIGTERM');
    });
    child.on('error', reject).on('close', () => resolve(output));
  });
}

/** Hashes, sizes, ports and progress differ between versions and machines; what is said does not. */
export function normalise(output: string): string {
  return output
    .replace(/sha384-[\w+/=]+/g, 'sha384-…')
    .replace(/\b[0-9a-f]{16}\b/g, '…')
    .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '… UTC')
    .replace(/^ *Port \d+ is taken.*\n\n?/m, '')
    .replace(/\b127\.0\.0\.1:\d+/g, '127.0.0.1:…')
    .replace(/^( *\S.*?)(?: +[\d,]+){3}$/gm, '$1 # # #')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

/** Whether a page's words are what came; a line `…` stands for any lines. */
export function fits(expected: string, actual: string): boolean {
  const parts = normalise(expected)
    .split(/^…$/m)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(normalise(actual));
}
