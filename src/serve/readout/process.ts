/** Runs the process that counts events: neither its time, nor its memory, nor its end is the collector's. */

import { type ExecFileException, execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { deserialize } from 'node:v8';
import { cannotWrite, openTemporary, type TemporaryFolder, withoutSecrets } from '../../files/index.js';
import type { ReadoutAnswer, ReadoutProgress, ReadoutQuestion } from './asked.js';

/** It has a gigabyte, and then it ends, and nothing else with it. */
const MEMORY_MB = 1024;
const PATIENCE_MS = 10 * 60_000;
const PREFIX = 'fx-counting-';
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
  let folder: TemporaryFolder;
  try {
    folder = openTemporary(PREFIX, OLD_MS);
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
        env: { ...process.env, TMPDIR: folder.path, TMP: folder.path, TEMP: folder.path },
      },
      (error, out, errors) => {
        folder.letGo();
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
