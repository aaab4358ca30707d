/** Runs a server in a process of its own, for tests that kill it, and asks it things as its owner. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

/** A server that runs until it is killed or the test is over. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly url: string;
  readonly cookie: string;
  /** Asks an operation of the API; null where the server went away before it answered. */
  ask(operation: string, body: object): Promise<Response | null>;
  /** Whoever waits for it knows that nothing of it runs any more. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Starts one in a folder; `before` are arguments of Node. */
export async function startProcess(
  root: string,
  before: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...before, CLI, 'serve', '--port', '0', '--json'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Where a test fails before it kills it, nobody else does.
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  const { url, link } = JSON.parse(text) as { url: string; link: string };
  const response = await fetch(link, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    process: child,
    url,
    cookie,
    ask: (operation, body) =>
      fetch(`${url}/api/${operation}`, {
        method: 'POST',
        headers: { cookie, origin: url, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).catch(() => null), // it was killed
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
