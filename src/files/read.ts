/** Reads files and directories, and says in one sentence why it cannot. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { codeOf, Refusal, shown } from './refusal.js';

/** The text of a file, null where there is none. */
export async function readText(path: string): Promise<string | null> {
  return (await readBytes(path))?.toString('utf8') ?? null;
}

/** The bytes of a file, null where there is none. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw cannotRead(path, error);
  }
}

/** The sentence for a file that could not be read. */
export function cannotRead(path: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (codeOf(error) === 'EISDIR') return new Refusal(`${shown(path)} is a folder: name a file in it.`, 'folder');
  return new Refusal(`${shown(path)} ${unreadText(error)}`, 'unreadable');
}

/** The rest of a sentence that begins with the path. */
export const unreadText = (error: unknown): string => `cannot be read (${codeOf(error)}): check its permissions.`;

/** Names in a directory, sorted; none where there is no directory. */
export async function listNames(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    const why = codeOf(error) === 'ENOTDIR' ? 'is a file, not a directory' : `cannot be read (${codeOf(error)})`;
    throw new Refusal(`${shown(directory)} ${why}: name another directory.`, 'unreadable');
  }
}

/** Whether there is anything under a name. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
