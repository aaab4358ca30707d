/** Runs a program and waits for its end. */

import { spawn } from 'node:child_process';
import { withoutSecrets } from '../../files/index.js';

/** What came of it. */
export interface Ran {
  /** Null where a signal ended it, or it could not be started. */
  readonly code: number | null;
  readonly out: Buffer;
  /** Why it failed, in one line: what it said last, else how it ended. */
  readonly why: string;
}

/** How it is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: Buffer | string;
  /** Whether the first argument is a line for the shell. */
  readonly isShell?: boolean;
  readonly timeoutMs: number;
}

/** Never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, input, isShell = false, timeoutMs }: RunOptions,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd,
      env: { ...process.env, ...env },
      shell: isShell,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const out: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-4000);
    });
    child.on('error', (error) => resolve({ code: null, out: Buffer.alloc(0), why: error.message }));
    child.on('close', (code, signal) => {
      // Secrets first: of an address that is cut before its @ nobody sees that it holds one.
      const last = withoutSecrets(/^fatal:.*/m.exec(said)?.[0] ?? said.trim().replace(/^.*\n/s, '')).slice(0, 300);
      const ended = signal ? `it was ended by ${signal}` : `it ended with ${code}`;
      resolve({ code, out: Buffer.concat(out), why: last ? `${ended}: ${last}` : ended });
    });
    // A program that does not read ends all the same.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
