/** Tells a directory of experiments from files of events. */

import { readdir, stat } from 'node:fs/promises';
import { isAddress } from '../files/index.js';

/** Whether a path holds events and no experiments; null where there is nothing. */
export async function lookAt(path: string): Promise<{ readonly isEvents: boolean } | null> {
  // Experiments lie in a folder here: whoever gathers events says which addresses can be read.
  if (isAddress(path)) return { isEvents: true };
  const found = await stat(path).catch(() => null); // who opens it says so
  if (!found) return path === '-' ? { isEvents: true } : null;
  if (!found.isDirectory()) return { isEvents: !/\.ya?ml$/i.test(path) };
  const names = await readdir(path, { recursive: true }).catch(() => []); // the same
  return {
    isEvents:
      names.some((name) => /\.(ndjson|jsonl|log|gz|parquet)(\.\d+)?$/i.test(name)) &&
      !names.some((name) => /\.ya?ml$/i.test(name)),
  };
}
