/** Runs the process that counts events: neither its time, nor its memory, nor its end is the collector's. */

import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { cannotWrite, withoutSecrets } from '../../files/index.js';
import type { ReadoutAnswer, ReadoutProgress, ReadoutQuestion } from './asked.js';

/** It has a gigabyte, and then it ends, and nothing else with it. */
const MEMORY_MB = 1024;
const PATIENCE_MS = 10 * 60_000;
const FOLDER = 'fx-counting-';
/** Longer than any of them lives. */
const OLD_MS = 6 * PATIENCE_MS;

/**
 * @param onProgress hears how far it is, now and then
 * @returns what came of it: that it was ended is an answer, too
 */
export function askChild(
  script: string,
  question: ReadoutQuestion,
  signal: AbortSignal,
  onProgress: (progress: ReadoutProgress) => void = () => undefined,
): Promise<ReadoutAnswer> {
  let folder: string;
  try {
    folder = makeFolder();
  } catch (error) {
    return Promise.resolve({ ok: false, message: cannotWrite(tmpdir(), error).message });
  }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [`--max-old-space-size=${MEMORY_MB}`, script],
      {
        ...{ maxBuffer: 2 ** 28, timeout: PATIENCE_MS, encoding: 'buffer', signal },
        // What it keeps on the disk goes with it, however it ends.
        env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
      },
      (error, out, errors) => {
        dropFolder(folder);
        resolve(error ? failed(reasonOf(error, errors.toString())) : answerIn(out));
      },
    );
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-200);
      const [, read, of] = [...said.matchAll(/^read (\d+) of (\d+)\n/gm)].at(-1) ?? [];
      if (of !== undefined) onProgress({ read: Number(read), of: Number(of) });
    });
    // A child that is gone already says so by its end.
    child.stdin?.on('error', () => undefined);
    // Not as an argument: every user of the machine reads those, and an address may hold a password.
    child.stdin?.end(JSON.stringify(question));
  });
}

function answerIn(out: Buffer): ReadoutAnswer {
  try {
    return deserialize(out) as ReadoutAnswer;
  } catch {
    return failed('the process that counts them gave no answer');
  }
}

const failed = (reason: string): ReadoutAnswer => ({
  ok: false,
  message: withoutSecrets(`The events could not be read: ${reason}.`),
});

function reasonOf(error: ExecFileException, said: string): string {
  if (/heap out of memory/.test(said)) return 'they need more memory than a gigabyte';
  const thrown = said.split('\n').findLast((line) => /^\w*(Error|Refusal)\b/.test(line));
  if (thrown) return thrown;
  if (error.name === 'AbortError') return 'fx serve is ending';
  if (error.killed && error.signal) return `it took longer than ${PATIENCE_MS / 60_000} minutes`;
  if (error.signal)
    return `the process that counts them was ended by ${error.signal}, as a system does that has no memory left; open the page again`;
  return `the process that counts them ended with ${error.code}`;
}

/** Its own, and what others left that ended together with their server is deleted. */
function makeFolder(): string {
  const root = tmpdir();
  for (const name of readdirSync(root).filter((one) => one.startsWith(FOLDER))) {
    const path = join(root, name);
    // Gone meanwhile, or somebody else's, it is not deleted here.
    const isOld = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > OLD_MS;
    if (isOld) dropFolder(path);
  }
  return mkdtempSync(join(root, FOLDER));
}

/** A process of its own that it began may write a moment longer. */
function dropFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // The next one deletes it.
  }
}
