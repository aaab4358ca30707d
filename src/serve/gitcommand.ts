/** Runs git where nobody can be asked anything, and keeps the last of what it says. */

import { execFile } from 'node:child_process';
import { withoutSecrets } from '../files/index.js';

/** What git said: its output, or its last words. */
export type Answered = { readonly ok: true; readonly out: string } | { readonly ok: false; readonly said: string };

interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Default: a minute. */
  readonly timeoutMs?: number;
}

/** Its last words say why, in characters: a hook may print all of its tests before. */
const MOST_SAID = 1_000;

/** Runs git. Nobody can be asked for a password here, and no pager of a person's is to run. */
export function git(
  cwd: string,
  args: readonly string[],
  { env = {}, input, timeoutMs = 60_000 }: GitOptions = {},
): Promise<Answered> {
  return new Promise((resolveAnswer) => {
    const child = execFile(
      'git',
      ['-c', 'core.fsmonitor=false', ...args],
      {
        cwd,
        env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env },
        maxBuffer: 2 ** 26,
        timeout: timeoutMs,
      },
      (error, out, said) =>
        resolveAnswer(
          error
            ? { ok: false, said: withoutSecrets(said.trim() || error.message).slice(-MOST_SAID) }
            : { ok: true, out },
        ),
    );
    // git may be done before it read all of its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}
