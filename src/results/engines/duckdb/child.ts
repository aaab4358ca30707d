/** Runs a job in a child with DuckDB. */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DuckAnswer, DuckJob } from './job.js';

/** Where the child begins; built it lies beside this file. */
const MAIN = new URL('main.js', import.meta.url);

/** The most that DuckDB keeps in memory: the child takes some 200 MB besides. */
export const DUCK_MEMORY_MB = 400;

/** @returns what came of it; a child that ends without an answer has failed */
export function runDuckJob(job: DuckJob): Promise<DuckAnswer> {
  return new Promise((resolve) => {
    let said = '';
    const child = fork(fileURLToPath(MAIN), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      serialization: 'advanced',
    });
    let told: DuckAnswer | null = null;
    child.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
    });
    child.once('message', (answer: DuckAnswer) => {
      told = answer;
    });
    child.once('error', (error) => resolve({ is: 'failed', reason: error.message }));
    child.once('close', (code, signal) =>
      resolve(told ?? { is: 'failed', reason: `it ended with ${signal ?? code}${said ? `: ${said.trim()}` : ''}` }),
    );
    child.send(job);
  });
}
